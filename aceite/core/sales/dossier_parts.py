"""What goes into the dossier of a sale: one source after the other, each a function of SOURCES."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from aceite.core.companies.moments import day_words
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract
from aceite.core.contracts.signed_before import told_of
from aceite.core.contracts.signed_copies import SignedCopy
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.sales.models import Approval, Audience, Delivery, Order, Rescission
from aceite.core.sales.timeline import FOR_THE_VENDOR, WORDS
from aceite.core.signatures.agreed_terms import kept_terms
from aceite.core.signatures.anchoring import anchored_json
from aceite.core.signatures.models import InstanceKey, Receipt, SealedFile, Statement
from aceite.core.signatures.receipts import receipt_content
from aceite.core.trail.anchors import proofs_of
from aceite.core.trail.models import Event, PersonalValue
from aceite.kit.hashing import canonical, sha256_hex
from aceite.kit.late import late
from aceite_verify.dossier_index import TRAIL_TYPE, Listed

if TYPE_CHECKING:
    from aceite_verify import embedded
else:
    embedded = late("aceite_verify.embedded")

LONGEST_NAME: Final = 40
_ENDINGS: Final = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/heic": "heic"}


@dataclass(frozen=True)
class Part:
    """One file of a dossier: bytes made now, or a stored document. `title` tells people what it is."""

    path: str
    kind: str
    title: str
    content: bytes | Document

    @cached_property
    def listed(self) -> Listed:
        """How the index names it."""
        if isinstance(self.content, Document):
            return Listed(self.path, self.kind, self.content.sha256, self.content.size)
        return Listed(self.path, self.kind, sha256_hex(self.content), len(self.content))


@dataclass(frozen=True)
class Subject:
    """The sale, for whom its dossier is, and its trail as it stands."""

    proposal: Proposal
    audience: Audience

    @cached_property
    def events(self) -> list[Event]:
        """The sale's chain, oldest first."""
        return list(Event.objects.of_chain(self.proposal.company_id, f"sale/{self.proposal.pk}"))

    @cached_property
    def versions(self) -> list[ProposalVersion]:
        """Every version that was sent."""
        sent = self.proposal.versions.filter(sent_at__isnull=False).select_related("paper")
        return list(sent.order_by("version"))

    @property
    def newest(self) -> ProposalVersion:
        """The version the customer saw last."""
        return self.versions[-1]

    @cached_property
    def contracts(self) -> list[Contract]:
        """The frozen contracts of all versions."""
        frozen = Contract.objects.in_sale(self.proposal).frozen().select_related("version", "document")
        return list(frozen.order_by("version__version", "position", "pk"))

    @cached_property
    def approvals(self) -> list[Approval]:
        """Every approval, those that were undone too."""
        found = Approval.objects.filter(proposal=self.proposal).select_related("version", "panel_user")
        return list(found.order_by("approved_at", "pk"))

    @cached_property
    def acts(self) -> list[tuple[Statement, Receipt]]:
        """Every confirmed statement that has its receipt, oldest first, those without effect too."""
        receipts = Receipt.objects.filter(
            company_id=self.proposal.company_id, statement__sale_id=self.proposal.pk
        ).select_related("statement", "key__issuer")
        return [(receipt.statement, receipt) for receipt in receipts.order_by("statement__confirmed_at", "pk")]


Source = Callable[[Subject], Iterable[Part]]


def parts_of(subject: Subject) -> list[Part]:
    """Everything, in the order of the paths; the same facts give the same parts. Run in the company's language."""
    found = [part for source in SOURCES for part in source(subject)]
    return sorted(found, key=lambda part: part.path)


def name_of(text: str, pk: int) -> str:
    """A part of a path that every system takes: "12-contrato-de-fornecimento"."""
    return f"{pk}-{slugify(text)[:LONGEST_NAME].strip('-')}".rstrip("-")


def _versions(subject: Subject) -> Iterator[Part]:
    for version in subject.versions:
        folder, said = f"versoes/{version.version}", {"version": version.version}
        if version.paper:
            yield Part(f"{folder}/proposta.pdf", "paper", _("Proposta, versão %(version)s") % said, version.paper)
        if not version.manifest:
            # Cleared at the end of its time: the trail still tells of it.
            continue
        title = _("Pacote da versão %(version)s: tudo o que ela vincula") % said
        yield Part(f"{folder}/pacote.json", "manifest", title, version.manifest.encode())
        title = _("Nomes e documentos por trás dos compromissos do pacote %(version)s") % said
        yield Part(f"{folder}/pacote-aberturas.json", "openings", title, canonical(version.openings))
        for number, file in enumerate(version.attachments.select_related("document"), start=1):
            path = f"{folder}/anexos/{name_of(file.name.rpartition('.')[0], number)}{_ending(file.document, file.name)}"
            yield Part(path, "attachment", _("Anexo: %(name)s") % {"name": file.name}, file.document)


def _contracts(subject: Subject) -> Iterator[Part]:
    for contract in subject.contracts:
        assert contract.version is not None
        place = f"versoes/{contract.version.version}/contratos/{name_of(contract.title, contract.pk)}"
        said = {"title": contract.title}
        if contract.document:
            title = _("%(title)s, como foi enviado") % said
            title = f"{title}. {told_of(contract)}" if contract.came_signed else title
            yield Part(f"{place}.pdf", "contract", title, contract.document)
        title = _("%(title)s, assinado") % said
        yield from _forms(f"{place}-assinado", "signed", title, f"contract/{contract.pk}", subject)
        title = _("Página de assinaturas de “%(title)s”, que traz assinaturas feitas fora do painel") % said
        yield from _forms(f"{place}-assinaturas", "page", title, f"manifest/{contract.pk}", subject)
        for number, file in enumerate(_external(contract), start=1):
            words = {**said, "name": file.signer.panel_user.name}
            title = _("%(title)s, assinado fora do painel por %(name)s, como foi enviado") % words
            yield Part(f"{place}-externo-{number:02}.pdf", "external", title, file.document)
        for signer in contract.signers.with_proxy():
            assert signer.proxy is not None
            title = _("Procuração de %(name)s, que o pacote da versão nomeia") % {"name": signer.panel_user.name}
            yield Part(f"{place}-procuracao-{signer.pk}.pdf", "proxy", title, signer.proxy)
        for signer in contract.signers.with_brought_proxy():
            assert signer.brought_proxy is not None
            title = (
                _("Procuração que %(name)s enviou ao assinar, que a declaração nomeia")
                if signer.statement_id is not None
                else _("Procuração que %(name)s enviou para assinar; nenhuma assinatura a nomeia")
            )
            path = f"{place}-procuracao-enviada-{signer.pk}.pdf"
            yield Part(path, "proxy", title % {"name": signer.panel_user.name}, signer.brought_proxy)


def _external(contract: Contract) -> Iterable[ExternalFile]:
    # Of somebody who was erased what was refused is gone.
    kept = ExternalFile.objects.filter(contract=contract, document__removed_at=None)
    files = kept.select_related("document", "signer__panel_user")
    return files.order_by("uploaded_at", "pk")


def _approvals(subject: Subject) -> Iterator[Part]:
    for approval in subject.approvals:
        place = f"versoes/{approval.version.version}/aprovacao-{approval.pk}"
        title = _("Proposta aprovada por %(name)s") % {"name": approval.panel_user.name}
        yield from _forms(place, "approval", title, f"approval/{approval.pk}", subject)


def _rescission(subject: Subject) -> Iterator[Part]:
    withdrawn = Rescission.objects.filter(proposal=subject.proposal).select_related("version", "panel_user").first()
    if withdrawn is not None:
        place = f"versoes/{withdrawn.version.version}/desistencia-{withdrawn.pk}"
        title = _("Desistência da compra por %(name)s") % {"name": withdrawn.panel_user.name}
        yield from _forms(place, "rescission", title, f"rescission/{withdrawn.pk}", subject)


def _deliveries(subject: Subject) -> Iterator[Part]:
    with_file = Delivery.objects.of_sale(subject.proposal).filter(document__removed_at=None, document__isnull=False)
    # A correction that kept the paper before it names it again: it is one file.
    kept = {delivery.document_id: delivery for delivery in with_file.select_related("document")}
    for delivery in kept.values():
        assert delivery.document is not None
        path = f"entrega/{delivery.pk}{_ending(delivery.document, delivery.name)}"
        title = _("Comprovante da entrega de %(day)s: %(name)s")
        said = {"day": day_words(delivery.delivered_on), "name": delivery.name}
        yield Part(path, "delivery", title % said, delivery.document)


def _forms(place: str, kind: str, title: str, named: str, subject: Subject) -> Iterator[Part]:
    """Every form of a sealed file, and the evidence that all of them carry, for whoever checks by hand."""
    forms = SealedFile.objects.of(named).filter(company_id=subject.proposal.company_id).select_related("document")
    for form in forms.order_by("number"):
        first = form.number == 1
        words = title if first else _("%(title)s (forma %(n)s, com mais carimbos)") % {"title": title, "n": form.number}
        yield Part(f"{place}.pdf" if first else f"{place}-{form.number}.pdf", kind, words, form.document)
        attached = embedded.attached_evidence(read(form.document)) if first else None
        if attached is not None:
            said = _("Evidências de “%(title)s”") % {"title": title}
            yield Part(f"{place}-evidencias.json", "evidence", said, attached.data)


def _copies(subject: Subject) -> Iterator[Part]:
    for copy in SignedCopy.objects.in_sale(subject.proposal).select_related("contract__version", "bound"):
        assert copy.contract.version is not None
        folder = f"versoes/{copy.contract.version.version}/vias/{copy.pk}"
        for file in copy.files.select_related("document"):
            said = {"title": copy.contract.title, "name": file.name}
            path = f"{folder}/{file.position + 1:02}{_ending(file.document, file.name)}"
            yield Part(path, "copy", _came(copy) % said, file.document)
        if copy.bound is not None:
            title = _("A mesma via de “%(title)s”, na ordem e de pé") % {"title": copy.contract.title}
            yield Part(f"{folder}/via.pdf", "bound_copy", title, copy.bound)


def _came(copy: SignedCopy) -> str:
    # What the vendor registered is never told as the customer's act.
    if copy.registered_by_id is not None:
        return _("Via assinada de “%(title)s”, recebida em papel e registrada pela empresa: %(name)s")
    return _("Via assinada de “%(title)s”, como foi enviada: %(name)s")


def _order(subject: Subject) -> Iterator[Part]:
    order = Order.objects.filter(proposal=subject.proposal).select_related("paper").first()
    if order is not None and order.paper is not None:
        yield Part("pedido.pdf", "order", _("Pedido %(number)s") % {"number": order.number}, order.paper)


def _acts(subject: Subject) -> Iterator[Part]:
    for number, (statement, receipt) in enumerate(subject.acts, start=1):
        name = statement.openings.get("name", {}).get("value", "")
        title = _("Recibo do ato de %(name)s") % {"name": name or statement.sha256[:8]}
        path = f"atos/{number:02}-{statement.act}-{statement.sha256[:8]}.json"
        yield Part(path, "act", title, canonical(receipt_content(statement, receipt)))


def _consents(subject: Subject) -> Iterator[Part]:
    agreed = {str(statement.content()["consent"]) for statement, _receipt in subject.acts}
    for sha256, consent in sorted(kept_terms(subject.proposal.company_id, agreed).items()):
        title = _("Termos aceitos: %s") % consent.title
        if consent.own is not None:
            own = _("versão %(number)s da empresa") % {"number": consent.own.number}
            title = f"{title} ({own})"
        yield Part(f"termos/{sha256[:16]}.json", "consent", title, canonical(consent.content()))


def _trail(subject: Subject) -> Iterator[Part]:
    events = [{**event.content(), "hash": event.hash} for event in subject.events]
    content = {"type": TRAIL_TYPE, "events": events, "openings": _openings(subject)}
    yield Part(
        "trilha.json", "trail", _("Trilha da venda: tudo o que aconteceu, evento por evento"), canonical(content)
    )


def _openings(subject: Subject) -> dict[str, dict[str, dict[str, str]]]:
    """The personal values still kept behind the trail's commitments; the customer gets what her panel shows her."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    values = PersonalValue.objects.filter(event__in=subject.events).select_related("event").order_by("event", "field")
    for kept in values:
        if subject.audience == Audience.OFFICE or _shown_to_customer(kept):
            opened = found.setdefault(str(kept.event.seq), {})
            opened[kept.field] = {"value": kept.value, "salt": kept.salt}
    return found


def _shown_to_customer(kept: PersonalValue) -> bool:
    if kept.event.kind in FOR_THE_VENDOR:
        return False
    return kept.event.actor_kind == "panel_user" or kept.field in WORDS


def _anchors(subject: Subject) -> Iterator[Part]:
    proposal = subject.proposal
    for proof in proofs_of(proposal.company_id, f"sale/{proposal.pk}"):
        content = anchored_json(proof.anchor, proof.stamp, leaf=proof.leaf, path=proof.path)
        title = _("Âncora %(number)s: a trilha como estava em %(day)s")
        said = {"number": proof.anchor.seq, "day": day_words(proof.anchor.at.astimezone(proposal.company.tz))}
        yield Part(f"ancoras/{proof.anchor.seq:05}.json", "anchor", title % said, canonical(content))


def _keys(subject: Subject) -> Iterator[Part]:
    anchors = [proof.anchor.key_id for proof in proofs_of(subject.proposal.company_id, f"sale/{subject.proposal.pk}")]
    wanted = {*anchors, *(receipt.key.key_id for _statement, receipt in subject.acts)}
    for key in InstanceKey.objects.filter(key_id__in=wanted).select_related("issuer").order_by("key_id"):
        place = f"chaves/{key.key_id[:16]}"
        yield Part(f"{place}.json", "key", _("Chave da instalação, com os certificados"), canonical(key.as_evidence()))
        yield Part(f"{place}.pem", "pem", _("A mesma chave pública, para o openssl"), key.public_key.encode())


def _ending(document: Document, name: str) -> str:
    ending: Any = _ENDINGS.get(document.content_type) or slugify(name.rpartition(".")[2])[:8]
    return f".{ending}" if ending else ""


SOURCES: Final[list[Source]] = [
    _versions,
    _contracts,
    _approvals,
    _rescission,
    _deliveries,
    _copies,
    _order,
    _acts,
    _consents,
    _trail,
    _anchors,
    _keys,
]


def source(more: Source) -> Source:
    """Decorates a function of a higher room that has files of a sale too."""
    SOURCES.append(more)
    return more
