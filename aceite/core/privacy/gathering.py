"""Everything the rooms of core know of one person, for the copy of her data (LGPD art. 18, II; art. 19)."""

from collections.abc import Iterator
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.clearances.models import Clearance
from aceite.core.comments.models import Comment
from aceite.core.contracts.asked import asked_of, printed
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import ArrivingFile, Contract, ContractQuerySet, CopyFile, Signer
from aceite.core.customers.models import Customer, CustomerMerge, SigningPower
from aceite.core.customers.power_states import PowerState
from aceite.core.customers.power_words import power_facts
from aceite.core.customers.rights import RIGHTS
from aceite.core.people.models import Absence, Member
from aceite.core.privacy.models import Request
from aceite.core.privacy.sections import Facts, facts, section, told_apart
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import CounterOffer, Question
from aceite.core.proposals.recurring import Recurring
from aceite.core.proposals.recurring_words import price_words
from aceite.core.sales.choosing import preview_choice
from aceite.core.sales.models import AccessRequest, ChangesRead, Delivery, Viewing
from aceite.core.sales.offer_choices import OfferChoice
from aceite.core.sales.point_words import tell_offers
from aceite.core.signatures.agreed_terms import kept_terms
from aceite.core.tickets.models import TicketMessage
from aceite.core.trail.kinds import KINDS
from aceite.core.trail.models import Event
from aceite.kit.devices import device_name

_STANDINGS = {
    PowerState.DECLARED: gettext_lazy("aguarda conferência"),
    PowerState.CONFIRMED: gettext_lazy("confirmado"),
    PowerState.REFUSED: gettext_lazy("não confirmado"),
}
_ADDRESS = ("zip_code", "street", "street_number", "complement", "district", "city", "state")


@section("cadastro", gettext_lazy("Cadastro"))
def _registered(subject: Subject) -> Iterator[Facts]:
    if isinstance(subject.row, Customer):
        names = ("name", "trade_name", "taxid", "state_registration", "email", "phone", "notes", *_ADDRESS)
        yield from (facts(register, *names) for register in subject.registers())
    if isinstance(subject.row, Member):
        yield {**facts(subject.row, "name", "email"), _("papel"): subject.row.get_role_display()}
    for person in subject.panel_users():
        given = {_("empresa"): str(person.customer), _("convidada em"): person.invited_at}
        strange = {_("quem lê o e-mail disse que é outra pessoa, em"): person.disowned_at}
        ends = {_("entrou em"): person.joined_at, _("acesso encerrado em"): person.deactivated_at, **strange}
        rights = facts(person, *RIGHTS)
        yield {**facts(person, "name", "email", "cpf", "job_title"), **rights, **given, **ends}


@section("entrada", gettext_lazy("Conta de entrada"))
def _entering(subject: Subject) -> Iterator[Facts]:
    for user in subject.users():
        keys = [
            {_("nome"): key.name, _("cadastrada em"): key.created_at, _("usada em"): key.last_used_at}
            for key in user.passkeys.in_house_order()
        ]
        devices = [
            {_("aparelho"): device_name(one.user_agent) or one.user_agent, _("desde"): one.first_at}
            | {_("usado em"): one.used_at, _("endereço IP"): one.ip, _("endereço do painel"): one.host}
            for one in user.devices.in_house_order()
        ]
        has_password = {_("tem senha"): user.has_usable_password() and bool(user.password)}
        yield {
            **facts(user, "name", "email", "language", "zone", "told_zone"),
            **has_password,
            _("chaves de acesso"): keys,
            _("aparelhos"): devices,
        }


@section("poderes", gettext_lazy("Poderes de assinatura"))
def _powers(subject: Subject) -> Iterator[Facts]:
    hers = SigningPower.objects.filter(panel_user__in=subject.panel_users()).with_sheet()
    for power in hers.order_by("pk"):
        paper = {_("arquivo"): power.proxy_name, "SHA-256": power.proxy.sha256} if power.proxy else {}
        said = {_("situação"): _STANDINGS[PowerState(power.state)], _("motivo"): power.reason, **paper}
        yield {**dict(power_facts(power)), _("em"): power.declared_at or power.updated_at, **said}


@section("unioes", gettext_lazy("Uniões de cadastros"))
def _merges(subject: Subject) -> Iterator[Facts]:
    if isinstance(subject.row, Customer):
        registers = subject.registers()
        hers = CustomerMerge.objects.filter(Q(kept__in=registers) | Q(gone__in=registers))
        for one in hers.select_related("kept", "gone").order_by("at", "pk"):
            rows = {_("cadastro que saiu"): str(one.gone), _("cadastro que ficou"): str(one.kept)}
            stands = _("desfeita") if one.undone_at else _("em vigor")
            yield {**rows, _("em"): one.at, _("situação"): stands, _("desfeita em"): one.undone_at}


@section("vendas", gettext_lazy("Vendas que falam da pessoa"))
def _sales(subject: Subject) -> Iterator[Facts]:
    for sale in subject.sales():
        yield {_("número"): sale.number, _("título"): sale.title, _("cliente"): str(sale.customer)}


@section("contratos", gettext_lazy("Dados preenchidos nos contratos"))
def _contracts(subject: Subject) -> Iterator[Facts]:
    answered = _contracts_of(subject).exclude(answers={})
    for contract in answered.select_related("version__proposal").order_by("pk"):
        assert contract.version is not None
        said = [
            (field.label, printed(field, contract.answers.get(field.name, ""))) for field in asked_of(contract.asked)
        ]
        where = {_("contrato"): contract.title, _("proposta"): contract.version.proposal.number}
        yield told_apart(where, ((label, value) for label, value in said if value))


def _contracts_of(subject: Subject) -> ContractQuerySet:
    """All of a customer; of somebody of a company those that she was sent to sign: the others speak of other people."""
    if isinstance(subject.row, Customer):
        return Contract.objects.filter(version__proposal__in=subject.sales())
    signings = Signer.objects.standing().filter(panel_user__in=subject.panel_users())
    return Contract.objects.in_proposals().frozen().filter(pk__in=signings.values("contract"))


@section("vistas", gettext_lazy("Propostas vistas"))
def _viewings(subject: Subject) -> Iterator[Facts]:
    seen = Viewing.objects.filter(panel_user__in=subject.panel_users()).select_related("version__proposal")
    for viewing in seen.order_by("day", "pk"):
        number, version = viewing.version.proposal.number, viewing.version.version
        yield {_("proposta"): number, _("versão"): version, _("dia"): viewing.day}


@section("mudancas_lidas", gettext_lazy("Mudanças lidas entre versões"))
def _changes_read(subject: Subject) -> Iterator[Facts]:
    told = ChangesRead.objects.filter(panel_user__in=subject.panel_users()).select_related("version__proposal", "since")
    for read in told.order_by("read_at", "pk"):
        number, version = read.version.proposal.number, read.version.version
        yield {
            _("proposta"): number,
            _("versão"): version,
            _("desde a versão"): read.since.version,
            _("em"): read.read_at,
        }


@section("atos", gettext_lazy("Assinaturas, aprovações, recusas e desistências"))
def _acts(subject: Subject) -> Iterator[Facts]:
    acts = list(subject.acts().order_by("confirmed_at"))
    terms = kept_terms(subject.company_id, {str(act.content()["consent"]) for act in acts})
    for act in acts:
        agreed = terms.get(str(act.content()["consent"]))
        values = {name: opening["value"] for name, opening in act.openings.items()}
        where = {_("endereço IP"): act.ip, _("navegador"): act.user_agent}
        what = {_("ato"): act.get_act_display(), _("em"): act.confirmed_at, _("declaração"): act.content()}
        told = {_("termos aceitos"): agreed.text} if agreed else {}
        yield {**what, _("SHA-256 da declaração"): act.sha256, **told, _("valores"): values, **where}


@section("escolhas", gettext_lazy("Escolhas em propostas"))
def _choices(subject: Subject) -> Iterator[Facts]:
    chosen = OfferChoice.objects.filter(panel_user__in=subject.panel_users())
    for choice in chosen.select_related("proposal", "version__proposal", "made").order_by("asked_at", "pk"):
        where = {_("proposta"): choice.proposal.number, _("versão"): choice.version.version}
        yield {**where, _("em"): choice.asked_at, _("total"): price_words(choice.total, _recurs(choice))}


def _recurs(choice: OfferChoice) -> tuple[Recurring, ...]:
    if choice.made is not None:
        return choice.made.recurs
    # No version came of it: what recurred in it follows from its picks.
    return preview_choice(choice.version, choice.chosen()).totals.recurring


@section("entregas", gettext_lazy("Entregas registradas"))
def _deliveries(subject: Subject) -> Iterator[Facts]:
    if isinstance(subject.row, Customer):
        hers = Delivery.objects.filter(proposal__customer=subject.row).select_related("proposal")
        for one in hers.order_by("recorded_at", "pk"):
            told = {_("em"): one.delivered_on, _("quem recebeu"): one.received_by, _("arquivo"): one.name}
            yield {_("proposta"): one.proposal.number, **told, _("corrigida em"): one.replaced_at}


@section("perguntas", gettext_lazy("Perguntas"))
def _questions(subject: Subject) -> Iterator[Facts]:
    for question in Question.objects.filter(asked_by__in=subject.panel_users()):
        about = {_("trecho do contrato"): question.passage} if question.passage else {}
        said = {_("pergunta"): question.text, _("resposta"): question.answer}
        yield {_("em"): question.asked_at, **about, **said}


@section("contrapropostas", gettext_lazy("Contrapropostas"))
def _counter_offers(subject: Subject) -> Iterator[Facts]:
    own = CounterOffer.objects.filter(author__in=subject.panel_users()).with_points().select_related("proposal")
    told = tell_offers(own)
    for offer in own:
        said = {_("recado"): offer.note, _("pontos"): [one.whole for one in told[offer.pk]]}
        yield {_("proposta"): offer.proposal.number, _("enviada em"): offer.sent_at, **said}


@section("pedidos_de_acesso", gettext_lazy("Pedidos de acesso para quem decide"))
def _access_requests(subject: Subject) -> Iterator[Facts]:
    people = subject.panel_users()
    for one in AccessRequest.objects.about_person(people).select_related("proposal", "asked_by"):
        asked = {_("em"): one.asked_at, _("pedido por"): one.asked_by.name, _("para"): f"{one.name} <{one.email}>"}
        # What others wrote about her to the company is theirs.
        said = {_("recado"): one.text, _("motivo da recusa"): one.reason} if one.asked_by in people else {}
        yield {_("proposta"): one.proposal.number, **asked, **said}


@section("aprovacoes_internas", gettext_lazy("Aprovações internas pedidas e respondidas"))
def _clearances(subject: Subject) -> Iterator[Facts]:
    if isinstance(subject.row, Member):
        own = Q(asked_by=subject.row) | Q(decided_by=subject.row)
        for one in Clearance.objects.filter(own).select_related("proposal"):
            asked = {_("pedida em"): one.asked_at, _("recado"): one.note if one.asked_by_id == subject.pk else ""}
            said = one.answer if one.decided_by_id == subject.pk else ""
            yield {_("proposta"): one.proposal.number, **asked, _("respondida em"): one.decided_at, _("resposta"): said}


@section("comentarios", gettext_lazy("Comentários entre colegas"))
def _comments(subject: Subject) -> Iterator[Facts]:
    if isinstance(subject.row, Member):
        hers = Comment.objects.filter(Q(author=subject.row) | Q(mentions__member=subject.row)).distinct()
        for one in hers.select_related("proposal", "author").order_by("pk"):
            wrote = {_("em"): one.written_at, _("autor"): one.author.name, _("comentário"): one.text}
            yield {_("venda"): one.proposal.number, **wrote, _("removido em"): one.removed_at}


@section("ausencias", gettext_lazy("Ausências e substituições"))
def _absences(subject: Subject) -> Iterator[Facts]:
    if isinstance(subject.row, Member):
        hers = Absence.objects.filter(Q(member=subject.row) | Q(stand_in=subject.row))
        for one in hers.select_related("member", "stand_in").order_by("first_day", "pk"):
            days = {_("de"): one.first_day, _("até"): one.last_day, _("encerrada em"): one.ended_at}
            yield {_("ausente"): one.member.name, _("substituto"): one.stand_in.name, **days}


@section("chamados", gettext_lazy("Chamados"))
def _tickets(subject: Subject) -> Iterator[Facts]:
    wrote = Q(panel_user__in=subject.panel_users())
    if isinstance(subject.row, Member):
        wrote = Q(member=subject.row)
    for one in TicketMessage.objects.filter(wrote).select_related("ticket").prefetch_related("files__document"):
        files = {file.name: file.document.sha256 for file in one.files.all()}
        what = {_("chamado"): one.ticket.number, _("assunto"): one.ticket.subject, _("em"): one.written_at}
        yield {**what, _("mensagem"): one.text, _("arquivos"): files}


@section("vias", gettext_lazy("Vias assinadas enviadas"))
def _copies(subject: Subject) -> Iterator[Facts]:
    sent = CopyFile.objects.filter(copy__uploaded_by__in=subject.panel_users())
    for file in sent.select_related("copy", "document").order_by("copy", "position"):
        assert file.copy is not None
        told = {_("em"): file.copy.uploaded_at, _("recado"): file.copy.note, _("arquivo"): file.name}
        yield {**told, "SHA-256": file.document.sha256}
    begun = CopyFile.objects.filter(pending__prepared_by__in=subject.panel_users())
    for file in begun.select_related("document").order_by("pending", "position"):
        yield {_("ainda não enviado"): file.name, "SHA-256": file.document.sha256}
    for arriving in ArrivingFile.objects.filter(begun_by__in=subject.panel_users()):
        yield {_("ainda a caminho"): arriving.name, _("em"): arriving.began_at, "SHA-256": arriving.sha256}


@section("assinados_fora", gettext_lazy("Contratos assinados fora do painel"))
def _signed_outside(subject: Subject) -> Iterator[Facts]:
    sent = ExternalFile.objects.filter(uploaded_by__in=subject.panel_users())
    for file in sent.select_related("document").order_by("uploaded_at", "pk"):
        came = {_("em"): file.uploaded_at, "CPF": file.cpf, "SHA-256": file.document.sha256}
        read = {_("certificado"): file.certificate, _("resposta"): file.refusal_reason or file.confirmation}
        yield {**came, **read, _("endereço IP"): file.ip, _("navegador"): file.user_agent}


@section("registros", gettext_lazy("Registros na trilha"))
def _events(subject: Subject) -> Iterator[Facts]:
    values = subject.values().select_related("event").order_by("event_id", "field")
    told: dict[Event, dict[str, str]] = {}
    for value in values:
        told.setdefault(value.event, {})[value.field] = value.value
    for event, said in told.items():
        yield {_("em"): event.at, _("registro"): str(KINDS.get(event.kind, event.kind)), _("valores"): said}


@section("pedidos_de_dados", gettext_lazy("Pedidos sobre os dados"))
def _requests(subject: Subject) -> Iterator[Facts]:
    about = [Request.objects.about(one.kind, one.pk) for one in map(Subject, subject.rows())]
    for request in chain.from_iterable(hers.filter(company_id=subject.company_id) for hers in about):
        what = {_("pedido"): request.get_kind_display(), _("em"): request.asked_at}
        yield {**what, _("situação"): request.get_state_display(), _("motivo"): request.reason}
