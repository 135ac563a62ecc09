"""What a sent version binds: the manifest M over proposal, papers, contracts and attachments, and its hash b."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from aceite.core.contracts.bound_plan import level_of_ours, step_of
from aceite.core.contracts.empowering import empower, hold_proxies
from aceite.core.contracts.models import Contract, Countersigner, Signer
from aceite.core.contracts.printing import fingerprint_of
from aceite.core.contracts.signed_before import named_in_manifest
from aceite.core.contracts.terms import bound_term
from aceite.core.documents.models import Document
from aceite.core.proposals.drafts import LIMITS, OF_A_LINE, OF_THE_SUMS, OF_THE_VERSION
from aceite.core.proposals.models import Attachment, Line, Proposal, ProposalVersion
from aceite.core.proposals.picturing import Shot, Shots, pictures_of
from aceite.core.sales.grouping import siblings_of
from aceite.core.sales.offer_choices import OfferChoice
from aceite.core.sales.paper import printed_proposal
from aceite.kit.hashing import Hidden, canonical, rfc3339, sha256_hex
from aceite_verify.at_request import AT_REQUEST
from aceite_verify.before import NAMED
from aceite_verify.brought_proxies import ASKS_PROXY
from aceite_verify.planned import HAND_OVER

TYPE: Final = "aceite.bundle.v1"


@dataclass(frozen=True)
class Paper:
    """One rendered file and the code printed on its pages."""

    code: str
    document: Document

    def named(self) -> dict[str, Any]:
        """How the manifest names it."""
        file = self.document
        return {"code": self.code, "sha256": file.sha256, "length": file.size, "pages": file.pages}


@dataclass(frozen=True)
class Content:
    """Everything of a draft that sending binds, read once."""

    version: ProposalVersion
    offer: dict[str, Any]
    attachments: Sequence[Attachment]
    contracts: Sequence[Contract]
    signers: dict[int, list[Signer]]
    countersigners: dict[int, list[Countersigner]]
    # The choice of the customer that this version is made of, and the alternatives beside it, if any.
    choice: OfferChoice | None = None
    siblings: Sequence[Proposal] = ()
    pictures: Shots = field(default_factory=dict)

    def fingerprint(self, *, at: datetime) -> str:
        """Changes with every edit of what is bound or printed: what was rendered is what is frozen, or nothing is.

        It hashes the papers as they would be set at `at`, so that no row they name (customer, company, seller, signers)
        can change between rendering and freezing. Take it before rendering, and again under the lock.
        """
        contracts = [
            [
                c.pk,
                c.revision,
                c.title,
                c.requirement,
                c.level,
                c.executive,
                c.position,
                c.term,
                fingerprint_of(c, at=at),
            ]
            for c in self.contracts
        ]
        signers = [
            [
                *(signer.pk, signer.panel_user_id, signer.panel_user.name, signer.role, signer.cpf, step_of(signer)),
                *(signer.request_name, signer.request_cpf, signer.asks_proxy),
            ]
            for contract in self.contracts
            for signer in self.signers[contract.pk]
        ]
        ours = [
            [
                contract.quorums,
                contract.hand_over,
                *([one.pk, one.member_id, one.member.name] for one in self.countersigners[contract.pk]),
            ]
            for contract in self.contracts
        ]
        files = [[file.document_id, file.name] for file in self.attachments]
        version = self.version
        paper = printed_proposal(version, code="", at=at).fingerprint()
        bound = [version.pk, version.revision, self.offer, paper, contracts, signers, ours, files]
        return sha256_hex(canonical(_nfc(bound)))


@dataclass(frozen=True)
class Bundle:
    """M as canonical JSON, b = SHA-256(M), and the values and salts behind its commitments."""

    manifest: str
    sha256: str
    openings: dict[str, dict[str, str]]


def content_of(version: ProposalVersion) -> Content:
    """Reads what would be bound if the version were sent now."""
    contracts = list(version.contracts.order_by("position", "pk").select_related("company", "uploaded"))
    signers: dict[int, list[Signer]] = {contract.pk: [] for contract in contracts}
    for signer in Signer.objects.standing().filter(contract__in=contracts).select_related("panel_user"):
        signers[signer.contract_id].append(signer)
    empower((one for named in signers.values() for one in named), version.proposal.customer)
    ours: dict[int, list[Countersigner]] = {contract.pk: [] for contract in contracts}
    for each in Countersigner.objects.standing().filter(contract__in=contracts).select_related("member"):
        ours[each.contract_id].append(each)
    attachments = list(version.attachments.select_related("document"))
    chosen = OfferChoice.of_shown(version)
    pictures, siblings = pictures_of(version, list(version.lines.all())), siblings_of(version.proposal)
    offer = offer_of(version, pictures)
    return Content(version, offer, attachments, contracts, signers, ours, chosen, siblings, pictures)


def hold_powers(version: ProposalVersion) -> None:
    """Keeps the papers by which the signers bind the customer until the transaction ends: call it in the one that
    freezes, before what is frozen is read."""
    signers = Signer.objects.standing().filter(contract__version=version)
    hold_proxies(signers.values_list("panel_user", flat=True))


def bind(content: Content, paper: Paper, documents: dict[int, Paper], sent_at: datetime) -> Bundle:
    """Makes the manifest of TRUST.md: proposal snapshot, p, every d, every attachment, terms, the signing requirement.

    Money and quantities are strings; people stand by id and commitment. `documents` maps a contract's id to its D.
    """
    hidden = Hidden()
    version = content.version
    customer = version.proposal.customer
    manifest = {
        "type": TYPE,
        "company": {"id": version.company_id, "cnpj": version.company.cnpj, "name": version.company.legal_name},
        "customer": {
            "id": customer.pk,
            "name": hidden.commit("customer/name", customer.name),
            "taxid": hidden.commit("customer/taxid", customer.taxid),
        },
        "proposal": content.offer,
        "paper": paper.named(),
        "contracts": [_contract(c, documents[c.pk], content, hidden) for c in content.contracts],
        "attachments": [
            {"name": file.name, "sha256": file.document.sha256, "length": file.document.size}
            for file in content.attachments
        ],
        **({"chosen": _chosen(content.choice, hidden)} if content.choice else {}),
        **({"alternatives": [_sibling(one, sent_at) for one in content.siblings]} if content.siblings else {}),
        "sent_at": rfc3339(sent_at),
    }
    text = canonical(_nfc(manifest))
    return Bundle(text.decode(), sha256_hex(text), hidden.openings)


def offer_of(version: ProposalVersion, pictures: Shots) -> dict[str, Any]:
    """The snapshot of what is offered, as M holds it; a line names the pictures it is shown with by their hashes."""
    proposal = version.proposal
    sums = {name: str(getattr(version, name)) for name in ("freight", *OF_THE_SUMS)}
    return {
        "id": proposal.pk,
        "number": proposal.number,
        "version": version.version,
        "title": version.title,
        "consumer_relation": proposal.consumer_relation,
        **{name: _plain(getattr(version, name)) for name in OF_THE_VERSION},
        "lines": [
            {
                **{name: _plain(getattr(line, name)) for name in _bound_of(line)},
                "total": str(line.total),
                **_shown_with(pictures.get(line.pk, ())),
            }
            for line in version.lines.all()
        ],
        "plan": [
            {"number": p.number, "due_on": p.due_on.isoformat(), "amount": str(p.amount), "method": p.method}
            for p in version.instalments.all()
        ],
        **({"amends": _amends(proposal, version)} if proposal.amends else {}),
        "totals": {**sums, **({"recurring": version.recurring} if version.recurring else {})},
    }


def _chosen(choice: OfferChoice, hidden: Hidden) -> dict[str, Any]:
    """Who chose what, of which version."""
    return {
        "from": {"version": choice.version.version, "bundle_sha256": choice.version.bundle_sha256},
        "panel_user": choice.panel_user_id,
        "name": hidden.commit("chooser/name", choice.panel_user.name),
        "at": rfc3339(choice.asked_at),
    }


def _sibling(proposal: Proposal, at: datetime) -> dict[str, Any]:
    """An alternative as it stands; one that was never sent has no bundle. Its price stands behind its own b alone:
    whoever sees this proposal need not see that one."""
    shown = proposal.shown
    return {
        "id": proposal.pk,
        "number": proposal.number,
        "state": proposal.state_at(at).value,
        "version": shown.version if shown else None,
        "bundle_sha256": shown.bundle_sha256 if shown else None,
    }


def _bound_of(line: Line) -> Iterator[str]:
    """The names M has for a line; the limits of a choice only where there is one."""
    return (name for name in OF_A_LINE if line.limits.open or name not in LIMITS)


def _shown_with(shots: Sequence[Shot]) -> dict[str, Any]:
    # Lines without pictures say what they always said.
    return {"pictures": [shot.document.sha256 for shot in shots]} if shots else {}


def _amends(proposal: Proposal, version: ProposalVersion) -> dict[str, Any]:
    """The original by its number and the hash of what was approved there, and what changes of it."""
    original = proposal.amends
    bundle = original.current.bundle_sha256 if original and original.current else ""
    return {
        "id": proposal.amends_id,
        "number": original.number if original else "",
        "bundle_sha256": bundle,
        "amendment": proposal.amendment_number,
        **version.amendment,
    }


def _contract(contract: Contract, paper: Paper, content: Content, hidden: Hidden) -> dict[str, Any]:
    return {
        "id": contract.pk,
        "title": contract.title,
        "requirement": contract.requirement,
        "level": contract.level,
        "executive": contract.executive,
        **paper.named(),
        **({"term": bound_term(contract.term)} if contract.term else {}),
        **({NAMED: named_in_manifest(contract)} if contract.came_signed else {}),
        "signers": [
            {
                "id": signer.pk,
                "panel_user": signer.panel_user_id,
                "role": signer.role,
                "name": hidden.commit(f"signer/{signer.pk}/name", signer.panel_user.name),
                "cpf": hidden.commit(f"signer/{signer.pk}/cpf", signer.cpf),
                **_asked(signer, hidden),
                **({ASKS_PROXY: True} if signer.asks_proxy else {}),
                **step_of(signer),
            }
            for signer in content.signers[contract.pk]
        ],
        "plan": {
            "quorums": contract.quorums,
            **({HAND_OVER: True} if contract.hand_over else {}),
            "countersigners": [_ours(each, contract, hidden) for each in content.countersigners[contract.pk]],
        },
    }


def _asked(signer: Signer, hidden: Hidden) -> dict[str, Any]:
    """Who cannot sign and asked her to; nothing where nobody did."""
    if not signer.request_name:
        return {}
    said = {"name": signer.request_name, "cpf": signer.request_cpf}
    return {
        AT_REQUEST: {name: hidden.commit(f"signer/{signer.pk}/request_{name}", value) for name, value in said.items()}
    }


def _ours(each: Countersigner, contract: Contract, hidden: Hidden) -> dict[str, Any]:
    return {
        "id": each.pk,
        "member": each.member_id,
        "level": level_of_ours(contract),
        "name": hidden.commit(f"countersigner/{each.pk}/name", each.member.name),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _nfc(value: Any) -> Any:
    """Text of every register is NFC in what is hashed, whoever typed it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, dict):
        return {name: _nfc(item) for name, item in value.items()}
    return [_nfc(item) for item in value] if isinstance(value, list) else value
