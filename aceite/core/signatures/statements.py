"""S of TRUST.md: what the server prepares and the person confirms, and nobody changes afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.documents.models import Document
from aceite.core.rows.inserting import insert
from aceite.core.rows.worded import Blank, Change
from aceite.core.signatures.models import FACTORS, Act, MarkKind, Statement, StatementQuerySet
from aceite.core.trail.actors import LONGEST_AGENT, Actor, Origin
from aceite.core.trail.models import GENESIS, Event
from aceite.core.trail.recording import head
from aceite.core.trail.refusals import Refusal
from aceite.kit.codes import new_nonce
from aceite.kit.hashing import Hidden, canonical, rfc3339, tagged_sha256
from aceite.kit.pdf.pages import renderer
from aceite_verify.acts import BINDING_CHANGES, LIFETIME
from aceite_verify.at_request import AT_REQUEST
from aceite_verify.brought_proxies import BROUGHT
from aceite_verify.canonical import STATEMENT_TAG

__all__ = [
    "FACTORS",
    "STATEMENT_TAG",
    "ChangedMeanwhile",
    "ForeignStatement",
    "MarkGiven",
    "Matter",
    "Opened",
    "Signatory",
    "SignedOutside",
    "StatementExpired",
    "Will",
    "build",
    "confirm",
    "declare",
    "new_ceremony",
    "prepare",
    "refuse_unconfirmable",
    "stamp",
    "void",
]

_CONFIRM: Final = Change(
    Statement.objects.filter(pk=Blank("pk"), confirmed_at=None),
    confirmed_at=Blank("at"),
    ip=Blank("ip"),
    peer=Blank("peer"),
    user_agent=Blank("agent"),
    assertion=Blank("assertion"),
)


class StatementExpired(Refusal):
    """The ten minutes for confirming are over."""

    sentence = _("O tempo para confirmar acabou. Nada foi registrado: confira de novo e peça outro código.")


class ForeignStatement(Refusal):
    """Somebody tries to confirm what was prepared for another."""

    sentence = _("Este ato foi preparado para outra pessoa. Nada foi registrado.")


class ChangedMeanwhile(Refusal):
    """The head of the chain at preparation is unknown, or what is bound has changed since."""

    sentence = _("A proposta mudou enquanto você confirmava. Nada foi registrado: leia de novo antes de continuar.")


@dataclass(frozen=True)
class Matter:
    """What an act is about: `file` is D when signing and P when approving or declining; `subject` names its row."""

    act: Act
    subject: str
    sale_id: int
    file: Document
    bundle_sha256: str


@dataclass(frozen=True)
class Signatory:
    """Who acts. Name, address, CPF and on whose behalf become commitments; kind and id stand in the statement.

    `email` is the mailbox that proved her. `bound_name` is how the bundle names her: a name changed since then shows.
    `at_request_of` is who cannot sign and asked her to; `proxy_sha256` names the power of attorney she brought.
    """

    kind: str
    id: int
    name: str
    email: str = ""
    cpf: str = ""
    role: str = ""
    on_behalf_of: str = ""
    bound_name: str = ""
    at_request_of: str = ""
    proxy_sha256: str = ""


@dataclass(frozen=True)
class Opened:
    """What this session was shown: SHA-256 of each page picture served to it and the pages they show, whether the file
    itself was, for how many seconds the page stood open, and the hash the device computed."""

    pictures: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    file: bool = False
    seconds: int = 0
    client_sha256: str | None = None
    renderer: str = field(default_factory=renderer)

    @classmethod
    def of(cls, told: Mapping[str, Any], client_sha256: str | None) -> Self:
        """What `as_json` told. Before pages were named, S held the pictures that were drawn, whoever they went to."""
        return cls(
            pictures=tuple(told["pictures"]),
            pages=tuple(told.get("pages", ())),
            file=told.get("file", False),
            seconds=told["seconds"],
            client_sha256=client_sha256,
            renderer=told["renderer"],
        )

    def as_json(self) -> dict[str, Any]:
        """How S tells it, beside the device's hash."""
        return {
            "pictures": list(self.pictures),
            "pages": list(self.pages),
            "file": self.file,
            "renderer": self.renderer,
            "seconds": self.seconds,
        }


@dataclass(frozen=True)
class MarkGiven:
    """The mark a signer made: a typed name, or the picture of a drawn one."""

    kind: MarkKind
    text: str = ""
    picture: Document | None = None


@dataclass(frozen=True)
class SignedOutside:
    """A PDF that carries the signature itself: U, what it was signed on, and by which certificate.

    `kind` is what the certificate is (aceite_verify.holders.Kind), `decided_by` says whether the rules took the file or
    a member of the vendor, `claimed_at` is when the signature says it was made ("" unsaid).
    """

    file: Document
    base_sha256: str
    certificate_sha256: str
    kind: str
    claimed_at: str
    uploaded_at: datetime
    decided_by: str

    def as_said(self) -> dict[str, Any]:
        """How the statement tells it."""
        return {
            "file": {"sha256": self.file.sha256, "length": self.file.size},
            "base": self.base_sha256,
            "certificate": self.certificate_sha256,
            "kind": self.kind,
            "claimed_at": self.claimed_at,
            "uploaded_at": rfc3339(self.uploaded_at),
            "decided_by": self.decided_by,
        }


@dataclass(frozen=True)
class Will:
    """How the person said it: the text agreed to, what proved her (words of FACTORS), what she saw, her mark.

    `outside` is the PDF where she signed with a program of her own.
    """

    consent_sha256: str
    factors: tuple[str, ...]
    opened: Opened = field(default_factory=Opened)
    mark: MarkGiven | None = None
    outside: SignedOutside | None = None


def new_ceremony() -> str:
    """An id for what is confirmed together."""
    return new_nonce()


def build(
    matter: Matter, *, signatory: Signatory, will: Will, ceremony: str, head: str, by: Actor, at: datetime
) -> Statement:
    """The statement as an unsaved row, with s, good for ten minutes. `head` is the newest hash of the sale."""
    body, openings = _body(matter, signatory, will, head, at)
    text = canonical(body)
    mark = will.mark
    return Statement(
        company_id=by.company_id,
        act=matter.act,
        subject=matter.subject,
        sale_id=matter.sale_id,
        actor_kind=by.kind,
        actor_id=by.actor_id,
        ceremony=ceremony,
        body=text.decode(),
        openings=openings,
        sha256=tagged_sha256(STATEMENT_TAG, text),
        file_sha256=matter.file.sha256,
        bundle_sha256=matter.bundle_sha256,
        head=head,
        prepared_at=at,
        expires_at=at + LIFETIME,
        mark_kind=mark.kind if mark else "",
        mark_text=mark.text if mark else "",
        mark=mark.picture if mark else None,
    )


def prepare(matter: Matter, *, signatory: Signatory, will: Will, ceremony: str, by: Actor, at: datetime) -> Statement:
    """Stores the statement of one act, to be confirmed within ten minutes."""
    newest = head(by.company_id, matter.sale_id)
    statement = build(matter, signatory=signatory, will=will, ceremony=ceremony, head=newest, by=by, at=at)
    statement.save(force_insert=True)
    return statement


def declare(
    matter: Matter, *, signatory: Signatory, will: Will, head: str, by: Actor, origin: Origin, at: datetime
) -> Statement:
    """Prepares and confirms in one row, for an act proved by its session alone.

    Call it under the proposal's lock; `head` is the newest hash of the sale.
    """
    statement = build(matter, signatory=signatory, will=will, ceremony=new_ceremony(), head=head, by=by, at=at)
    _stamp(statement, origin, at)
    insert(statement)
    return statement


def confirm(statements: Sequence[Statement], *, by: Actor, origin: Origin, at: datetime) -> None:
    """Marks statements of one sale as confirmed; those that are confirmed already stay as they are.

    Call it under the proposal's lock. Raises StatementExpired, ForeignStatement, ChangedMeanwhile.
    """
    waiting = [statement for statement in statements if statement.confirmed_at is None]
    if waiting:
        refuse_unconfirmable(waiting, newest=head(by.company_id, waiting[0].sale_id), by=by, at=at)
    stamp(waiting, origin=origin, at=at)


def stamp(statements: Sequence[Statement], *, origin: Origin, at: datetime) -> None:
    """The second half of `confirm`, for callers that have called `refuse_unconfirmable` under the same lock."""
    for statement in statements:
        _stamp(statement, origin, at)
        _CONFIRM.make(
            pk=statement.pk,
            at=at,
            ip=statement.ip,
            peer=statement.peer,
            agent=statement.user_agent,
            assertion=statement.assertion_id,
        )


def refuse_unconfirmable(statements: Sequence[Statement], *, newest: str, by: Actor, at: datetime) -> None:
    """Raises what `confirm` would raise, and changes nothing. `newest` is the newest hash of the sale's chain."""
    for statement in statements:
        if (statement.company_id, statement.actor_kind, statement.actor_id) != (by.company_id, by.kind, by.actor_id):
            raise ForeignStatement
        if at >= statement.expires_at:
            raise StatementExpired
    # Where nothing at all has happened since, there is nothing to look for.
    if any(statement.head != newest for statement in statements):
        _refuse_changed(statements)


def void(statements: StatementQuerySet, *, at: datetime) -> int:
    """Takes the effect from confirmed statements, which stay as they are; returns how many."""
    return statements.standing().update(voided_at=at)


def _stamp(statement: Statement, origin: Origin, at: datetime) -> None:
    statement.confirmed_at = at
    statement.ip = origin.ip or None
    statement.peer = origin.peer or None
    statement.user_agent = origin.user_agent[:LONGEST_AGENT]


def _refuse_changed(statements: Sequence[Statement]) -> None:
    """The head must stand in the sale's chain, and nothing after it may have changed what is bound.

    Other events in between, such as a colleague's *viewed*, refuse nobody.
    """
    heads = {statement.head for statement in statements}
    first = statements[0]
    events = (
        Event.objects.of_chain(first.company_id, f"sale/{first.sale_id}")
        .filter(Q(hash__in=heads) | Q(kind__in=BINDING_CHANGES))
        .values_list("hash", "kind", "seq")
    )
    places = {GENESIS: 0}
    last_change = 0
    for event_hash, kind, seq in events:
        places[event_hash] = seq
        if kind in BINDING_CHANGES:
            last_change = seq
    if any(places.get(known, -1) < last_change for known in heads):
        raise ChangedMeanwhile


def _body(
    matter: Matter, signatory: Signatory, will: Will, head: str, at: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    hidden = Hidden()
    body = {
        "type": STATEMENT_TAG,
        "act": str(matter.act.value),
        "subject": matter.subject,
        "sale": matter.sale_id,
        "bundle": matter.bundle_sha256,
        "file": {"sha256": matter.file.sha256, "length": matter.file.size, "pages": matter.file.pages},
        "signer": {
            "kind": signatory.kind,
            "id": signatory.id,
            "role": signatory.role,
            "name": hidden.commit("name", signatory.name),
            "bound_name": hidden.commit("bound_name", signatory.bound_name),
            "email": hidden.commit("email", signatory.email),
            "cpf": hidden.commit("cpf", signatory.cpf),
            "on_behalf_of": hidden.commit("on_behalf_of", signatory.on_behalf_of),
            # Said only where it is so: statements from before have no such entry.
            **_asked(signatory, hidden),
            **({BROUGHT: signatory.proxy_sha256} if signatory.proxy_sha256 else {}),
        },
        "consent": will.consent_sha256,
        "factors": list(will.factors),
        "mark": _mark(will.mark, hidden),
        "opened": will.opened.as_json(),
        "client_sha256": will.opened.client_sha256,
        "head": head,
        "at": rfc3339(at),
        "nonce": new_nonce(),
        **({"external": will.outside.as_said()} if will.outside else {}),
    }
    return body, hidden.openings


def _asked(signatory: Signatory, hidden: Hidden) -> dict[str, Any]:
    if not signatory.at_request_of:
        return {}
    return {AT_REQUEST: hidden.commit(AT_REQUEST, signatory.at_request_of)}


def _mark(mark: MarkGiven | None, hidden: Hidden) -> dict[str, Any] | None:
    if mark is None:
        return None
    # A typed mark is a name: its bare hash could be guessed, so it is committed to like the name itself.
    if mark.picture is None:
        return {"kind": str(mark.kind.value), "commitment": hidden.commit("mark", mark.text)}
    return {"kind": str(mark.kind.value), "sha256": mark.picture.sha256}
