"""The cover of a dossier in words: parties, what was sold, what happened, who acted and how, what is enclosed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.documents.letterheads import letterhead, paper_language, paper_words
from aceite.core.proposals.paper import line_papers, party, size_words, totals_paper
from aceite.core.proposals.states import State
from aceite.core.sales.dossier_parts import Part, Subject
from aceite.core.sales.dossier_readme import cover_name, zip_name
from aceite.core.sales.models import Audience
from aceite.core.sales.timeline import TimelineRow, panel_timeline, timeline
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.paper import act_paper, moment_words
from aceite.kit.hashing import groups_of_four
from aceite.kit.late import late
from aceite.kit.pdf.papers import DossierPaper
from aceite.kit.pdf.parts import ActPaper, CheckPaper, EnclosedPaper, FooterPaper, MomentPaper, PartyPaper
from aceite.kit.taxid import format_taxid
from aceite.kit.zones import zone_name
from aceite_verify.signing_plan import REPRESENTATIVE

if TYPE_CHECKING:
    from babel import dates
else:
    dates = late("babel.dates")

# What people sign, approve and keep; the rest is told by the index.
SHOWN: Final = (
    "signed",
    "page",
    "external",
    "contract",
    "proxy",
    "copy",
    "approval",
    "rescission",
    "order",
    "delivery",
    "billed",
    "paper",
    "attachment",
    "manifest",
    "trail",
    "anchor",
)


def cover_paper(subject: Subject, parts: Sequence[Part], index_sha256: str) -> DossierPaper:
    """The cover, dated by the last thing that happened: the same facts give the same pages.

    Run in the company's language. Raises Tampered for a damaged logo.
    """
    proposal, version = subject.proposal, subject.newest
    company, last = proposal.company, subject.events[-1]
    head = letterhead(company)
    words = {**paper_words(company), "no_code": _("Índice SHA-256 %s…") % groups_of_four(index_sha256)[:19]}
    return DossierPaper(
        company=head,
        footer=FooterPaper(number=proposal.number, version=str(version.version), code="", url=""),
        title=version.title,
        at=last.at,
        language=paper_language(company),
        labels=words,
        vendor=PartyPaper(name=head.name, lines=head.lines),
        customer=party(proposal.customer),
        state=_state(subject),
        as_of=_("%(moment)s, evento %(number)s da trilha")
        % {"moment": moment_words(last.at, zone=company.tz, language=company.language), "number": last.seq},
        lines=line_papers(version),
        totals=totals_paper(version),
        zone=_(zone_name(last.at.astimezone(company.tz))),
        timeline=[_moment(row, company) for row in reversed(_rows(subject))],
        acts=[_act(subject, statement) for statement, _receipt in subject.acts],
        enclosed=[_enclosed(part) for kind in SHOWN for part in parts if part.kind == kind],
        checks=list(_checks(subject, parts)),
        index_sha256=index_sha256,
        notes=list(_notes(parts)),
    )


def _state(subject: Subject) -> str:
    words = {
        State.DRAFT: _("Em preparação de nova versão"),
        State.SENT: _("Enviada, esperando resposta"),
        State.APPROVED: _("Aprovada pelo cliente"),
        State.ORDER: _("Venda fechada (pedido)"),
        State.DECLINED: _("Recusada pelo cliente"),
        State.EXPIRED: _("Vencida sem resposta"),
        State.CANCELLED: _("Cancelada"),
        State.SUPERSEDED: _("Substituída por outra alternativa"),
        State.RESCINDED: _("O cliente desistiu da compra (CDC, art. 49)"),
    }
    # As of the last event, so that the clock alone changes nothing.
    return str(words[subject.proposal.state_at(subject.events[-1].at)])


def _rows(subject: Subject) -> list[TimelineRow]:
    told = timeline if subject.audience == Audience.OFFICE else panel_timeline
    return told(subject.proposal)


def _moment(row: TimelineRow, company: Company) -> MomentPaper:
    side = {"vendor": company.trade_name, "system": _("sistema")}.get(row.side, "")
    who = " · ".join(part for part in (row.who, side) if part)
    return MomentPaper(when=_short(row.at, company), what=row.words, who=who, detail=row.detail)


def _short(moment: datetime, company: Company) -> str:
    english = company.language.startswith("en")
    pattern = "yyyy-MM-dd HH:mm:ss" if english else "dd/MM/yyyy HH:mm:ss"
    return str(dates.format_datetime(moment, pattern, tzinfo=company.tz, locale="en" if english else "pt_BR"))


def _act(subject: Subject, statement: Statement) -> ActPaper:
    company = subject.proposal.company
    done = {
        Act.SIGN: _("Assinou"),
        Act.APPROVE: _("Aprovou"),
        Act.DECLINE: _("Recusou"),
        Act.RESCIND: _("Desistiu da compra"),
    }[Act(statement.act)]
    roles = {
        "party": _("Parte (contratante)"),
        "witness": _("Testemunha"),
        REPRESENTATIVE: _("Representante da empresa (contratada)"),
    }
    role = roles.get(str(statement.content()["signer"].get("role", "")), _("Pelo cliente"))
    told = act_paper(
        statement, role=_about(subject, statement, role), act=done, zone=company.tz, language=company.language
    )
    # A court must know who somebody is: the whole number, as it stands on the contract itself.
    cpf = statement.openings.get("cpf", {}).get("value", "")
    return replace(told, cpf=format_taxid(cpf) if cpf else "")


def _about(subject: Subject, statement: Statement, role: str) -> str:
    titles = {f"contract/{contract.pk}": contract.title for contract in subject.contracts}
    said = [role, titles.get(statement.subject, "")]
    if statement.voided_at is not None:
        said.append(_("sem efeito desde a versão seguinte"))
    return " · ".join(part for part in said if part)


def _enclosed(part: Part) -> EnclosedPaper:
    listed = part.listed
    return EnclosedPaper(title=part.title, path=part.path, size=size_words(listed.length), sha256=listed.sha256)


def _checks(subject: Subject, parts: Sequence[Part]) -> Iterator[CheckPaper]:
    name = zip_name(subject.proposal.number)
    command = f"aceite-verify {name} --with {cover_name(subject.proposal.number)}"
    yield CheckPaper(says=_("Tudo de uma vez, com esta capa, sem rede e sem o servidor:"), command=command)
    yield CheckPaper(
        says=_("O índice é este mesmo (o resultado é o hash acima):"),
        command=f"unzip -p {name} indice.json | sha256sum",
    )
    originals = {part.path: part.listed for part in parts if part.kind == "contract"}
    for part in parts:
        given = originals.get(part.path.replace("-assinado.pdf", ".pdf")) if part.kind == "signed" else None
        if given is not None:
            said = _("O arquivo assinado começa com o contrato enviado, cujo SHA-256 é %s…:")
            command = f"head -c {given.length} {part.path} | sha256sum"
            yield CheckPaper(says=said % groups_of_four(given.sha256)[:19], command=command)
            return


def _notes(parts: Sequence[Part]) -> Iterator[str]:
    others = sum(part.kind not in SHOWN for part in parts)
    if others:
        said = _("O índice lista mais %(count)s arquivos: recibos, evidências, termos aceitos, chaves e o LEIA-ME.")
        yield said % {"count": others}
