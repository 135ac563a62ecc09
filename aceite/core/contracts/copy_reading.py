"""What the sheets of a copy say: looked at in the worker, one by one, and judged anew whenever somebody asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.contracts.collating import Collation, Finding, Wanted, collate
from aceite.core.contracts.models import Contract
from aceite.core.contracts.signed_copies import CopyFile, CopyPage, SignedCopy
from aceite.core.documents.storing import store
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.kit.imaging import PageSeen, PictureRefused, look_at_page, served_page

JPEG = "image/jpeg"


@dataclass(frozen=True)
class Looked:
    """A page after it was looked at; `picture` is empty when it could not be drawn."""

    seen: PageSeen
    turn: int
    picture: bytes


def look(data: bytes, number: int, *, rotation: int) -> Looked:
    """Looks at page `number` (from 1) of a file and draws it upright: by its code, or else as its sender turned it.

    It takes a second or more in limited children; what cannot be looked at is told as a page without codes.
    """
    try:
        seen = look_at_page(data, number - 1)
    except PictureRefused:
        seen = PageSeen(())
    turn = seen.turn if seen.codes else rotation
    try:
        return Looked(seen, turn, served_page(data, number - 1, rotation=turn))
    except PictureRefused:
        return Looked(seen, turn, b"")


def keep_page(file: CopyFile, number: int, looked: Looked, *, at: datetime) -> None:
    """Keeps what was found on one page, once."""
    served = (
        store(looked.picture, company_id=file.company_id, content_type=JPEG, at=at, pages=1) if looked.picture else None
    )
    codes = [[code.code, code.page] for code in looked.seen.codes]
    CopyPage.objects.get_or_create(
        company_id=file.company_id,
        file=file,
        number=number,
        defaults={"codes": codes, "turn": looked.turn, "served": served},
    )


def is_read(files: Sequence[CopyFile]) -> bool:
    """Whether every page of these files was looked at."""
    return all(file.read_at is not None for file in files)


def pages_of(files: Sequence[CopyFile]) -> list[CopyPage]:
    """The pages that were looked at, in the order of upload; the files come with their pages."""
    return [page for file in files for page in sorted(file.pages.all(), key=lambda one: one.number)]


def collation_of(contract: Contract, files: Sequence[CopyFile]) -> Collation:
    """The sheets in the contract's order, each with what was found. Asks for the sale's other papers."""
    return collate([page.sheet for page in pages_of(files)], wanted(contract))


def wanted(contract: Contract) -> Wanted:
    """What is looked for: this contract, and how the other papers of its sale are called when they turn up instead."""
    assert contract.version is not None and contract.document is not None
    proposal = contract.version.proposal
    others = {
        version.code: _("proposta, versão %(version)s") % {"version": version.version}
        for version in proposal.versions.exclude(code="").only("code", "version")
    }
    papers = Contract.objects.in_sale(proposal).frozen().exclude(code="").select_related("version")
    for paper in papers.only("code", "title", "version__version"):
        if paper.version is not None:
            words = _("“%(title)s”, versão %(version)s") % {"title": paper.title, "version": paper.version.version}
            others[paper.code] = words
    others.pop(contract.code, None)
    return Wanted(contract.code, contract.document.pages, others, printed=not contract.came_signed)


def told_of(found: Collation) -> dict[str, Any]:
    """The reading as the trail keeps it: numbers alone."""
    counted = {finding.value: len(found.found(finding)) for finding in Finding if found.found(finding)}
    return {
        "sheets": len(found.placed),
        "found": counted,
        "missing": list(found.missing),
        "lacking": found.lacking,
        "turned": found.turned,
        "in_order": found.in_order,
    }


def reading_words(told: dict[str, Any]) -> str:
    """The same in one line, for timelines: what is wrong first, then what was put right."""
    found = told.get("found", {})
    wrong = [
        *_missing_words(told),
        *_counted(
            found.get("unreadable", 0),
            ngettext("%(count)s folha ilegível", "%(count)s folhas ilegíveis", found.get("unreadable", 0)),
        ),
        *_counted(
            found.get("double", 0),
            ngettext("%(count)s página repetida", "%(count)s páginas repetidas", found.get("double", 0)),
        ),
        *_counted(
            strange := found.get("other_paper", 0) + found.get("stranger", 0),
            ngettext("%(count)s folha de outro documento", "%(count)s folhas de outro documento", strange),
        ),
    ]
    if not wrong and found.get("uncoded"):
        wrong = [_("páginas sem código impresso, como o contrato: conferir página por página")]
    if not wrong:
        wrong = [
            _("todas as páginas conferem com o código impresso")
            if not found.get("unnumbered")
            else _("páginas do contrato certo, sem número no código")
        ]
    put_right = [
        *_counted(
            told.get("turned", 0), ngettext("%(count)s desvirada", "%(count)s desviradas", told.get("turned", 0))
        ),
        *([] if told.get("in_order", True) else [_("ordem corrigida")]),
    ]
    return ", ".join([*wrong, *put_right])


def note_reading(copy: SignedCopy, *, by: Actor, at: datetime) -> None:
    """Records what was found on a copy that was sent before it was read; once, and only when all of it was read."""
    with transaction.atomic():
        contract = Contract.objects.select_related("version__proposal", "document").get(pk=copy.contract_id)
        assert contract.version is not None
        proposal = lock_sale(contract.version.proposal_id)
        fresh = SignedCopy.objects.get(pk=copy.pk)
        files = list(fresh.files.prefetch_related("pages"))
        if fresh.read_at is not None or not is_read(files):
            return
        fresh.read_at = at
        fresh.save(update_fields=["read_at"])
        data = {
            "copy": fresh.pk,
            "contract": contract.pk,
            "version": current_of(proposal).version,
            "reading": told_of(collation_of(contract, files)),
        }
        record("copy.read", by=by, at=at, sale=proposal.pk, data=data)


def _missing_words(told: dict[str, Any]) -> list[str]:
    missing, lacking = told.get("missing", []), told.get("lacking", 0)
    if missing:
        words = ngettext("falta a página %(pages)s", "faltam as páginas %(pages)s", len(missing))
        return [words % {"pages": ", ".join(str(page) for page in missing)}]
    return _counted(lacking, ngettext("falta %(count)s página", "faltam %(count)s páginas", lacking))


def _counted(count: int, words: str) -> list[str]:
    return [words % {"count": count}] if count else []
