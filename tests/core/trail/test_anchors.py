"""What no chain shows by itself, its anchors and receipts do: a cut tail, one written anew to its end."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from asn1crypto import x509
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.anchoring import anchor_file, anchored_json
from aceite.core.signatures.authorities import hang_up
from aceite.core.signatures.bringing import Standing
from aceite.core.signatures.comparing import verify_receipts
from aceite.core.signatures.kept_anchors import standing_of_anchor
from aceite.core.signatures.keys import standing_seal
from aceite.core.signatures.models import InstanceKey, Statement
from aceite.core.signatures.tasks import anchor_the_trail, ask_for_missing_stamps
from aceite.core.trail.actors import System
from aceite.core.trail.anchors import grown_since, proofs_of
from aceite.core.trail.comparing import verify_anchors
from aceite.core.trail.models import GENESIS, Anchor, AnchoredHead, AnchorStamp, Event, PersonalValue
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.core.trail.verifying import verify_chains
from aceite.kit.hashing import canonical
from aceite_verify.anchor_faults import check_anchors
from aceite_verify.anchored import Anchored
from aceite_verify.anchors import root_from
from aceite_verify.shape import read_json
from aceite_verify.trust import Roots, Tree, Trust
from tests.anchoring import anchor_trail
from tests.jobs import run_jobs
from tests.kit.sealing import tsa
from tests.threads import at_once
from tests.walk import approved, draft_for, fresh, sent, signed, with_contract
from tests.walls import without_walls

pytestmark = pytest.mark.django_db
Attack = Callable[[str], None]


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Signed and approved, with its receipts."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    offer = sent(proposal, bruno, now)
    signed(offer, carla, at=now)
    approved(fresh(offer), carla, now)
    run_jobs(now)
    return fresh(offer)


@pytest.fixture
def anchor(sale: Proposal, now: datetime) -> Anchor:
    """The evening's anchor."""
    made = anchor_trail(sale.company_id, by=System(sale.company_id), at=now + timedelta(hours=9))
    assert made is not None
    return made


def events_of(chain: str) -> list[Event]:
    return list(Event.objects.filter(chain=chain).order_by("seq"))


def edit(chain: str) -> None:
    Event.objects.filter(chain=chain, seq=2).update(kind="order.made")


def delete(chain: str) -> None:
    _forget(events_of(chain)[1:2])


def renumber(chain: str) -> None:
    for event in reversed(events_of(chain)[1:]):
        Event.objects.filter(pk=event.pk).update(seq=event.seq + 1)


def cut_tail(chain: str) -> None:
    _forget(events_of(chain)[-2:])


def rewrite(chain: str) -> None:
    """As whoever holds the database would: another content, and every hash from there on made anew."""
    previous = GENESIS
    for event in events_of(chain):
        event.data, event.previous = {**event.data, "version": 9}, previous
        event.hash = previous = event.computed_hash()
        Event.objects.filter(pk=event.pk).update(data=event.data, previous=event.previous, hash=event.hash)


def _forget(events: list[Event]) -> None:
    PersonalValue.objects.filter(event__in=events).delete()
    Event.objects.filter(pk__in=[event.pk for event in events]).delete()


@pytest.mark.parametrize("attack", [edit, delete, renumber, cut_tail, rewrite])
def test_every_kind_of_change_is_found(attack: Attack, anchor: Anchor, sale: Proposal) -> None:
    with without_walls():
        attack(f"sale/{sale.pk}")
    assert [*verify_chains(), *verify_anchors()] != []


@pytest.mark.parametrize("attack", [cut_tail, rewrite])
def test_the_chain_alone_would_not_have_shown_it(attack: Attack, anchor: Anchor, sale: Proposal) -> None:
    with without_walls():
        attack(f"sale/{sale.pk}")
    assert list(verify_chains()) == []
    assert {found.chain for found in verify_anchors()} == {f"sale/{sale.pk}"}


def test_a_receipt_shows_it_where_no_anchor_was_made(sale: Proposal) -> None:
    assert list(verify_receipts()) == []
    with without_walls():
        rewrite(f"sale/{sale.pk}")
    assert list(verify_chains()) == list(verify_anchors()) == []
    assert len(list(verify_receipts())) == Statement.objects.confirmed().count() == 2


def test_the_anchor_that_was_mailed_shows_what_a_rewritten_row_of_anchors_hides(
    anchor: Anchor, sale: Proposal, ana: Member, tmp_path: Path, now: datetime
) -> None:
    kept = tmp_path / "ancora.json"
    kept.write_bytes(anchor_file(anchor))
    call_command("verify_trail", anchor=[kept], stdout=StringIO())
    with without_walls():
        rewrite(f"sale/{sale.pk}")
        AnchoredHead.objects.all().delete()
        Anchor.objects.all().delete()
        Event.objects.filter(kind="trail.anchored").delete()
        anchor_trail(sale.company_id, by=System(sale.company_id), at=now)
    assert list(verify_anchors()) == []
    told = StringIO()
    with pytest.raises(CommandError, match="não confere"):
        call_command("verify_trail", anchor=[kept], stdout=told)
    assert "contradiz a trilha" in told.getvalue()


def test_an_anchor_from_after_a_restored_backup_is_no_tampering(anchor: Anchor, sale: Proposal, now: datetime) -> None:
    """The backup was taken before the anchor; a day later it was restored."""
    kept, system = Anchored.of(read_json(anchor_file(anchor))), System(sale.company_id)
    assert standing_of_anchor(kept) is Standing.KNOWN
    with without_walls():
        AnchoredHead.objects.all().delete()
        Anchor.objects.all().delete()
        Event.objects.filter(kind="trail.anchored").delete()
    assert standing_of_anchor(kept) is Standing.MISSING
    last = Event.objects.of_chain(sale.company_id, "company").last()
    assert last is not None
    said = {"until_seq": last.seq, "until_head": last.hash}
    record("trail.restored", by=system, at=now + timedelta(days=1), data=said)
    assert standing_of_anchor(kept) is Standing.LATER
    assert standing_of_anchor(replace(kept, sha256="0" * 64)) is Standing.FALSE


def test_anchors_that_were_changed_are_found(anchor: Anchor, sale: Proposal) -> None:
    with without_walls():
        Anchor.objects.update(root="0" * 64)
    assert len(list(verify_anchors())) == 2


def test_what_has_grown_is_told_chain_by_chain_and_not_chain_against_chain(
    anchor: Anchor, bruno: Member, now: datetime, on_postgresql: bool
) -> None:
    for sale in range(100, 130):
        record("proposal.created", sale=sale, by=bruno, at=now)
    second = anchor_trail(anchor.company_id, by=System(anchor.company_id), at=now + timedelta(hours=33))
    record("proposal.created", sale=100, by=bruno, at=now)
    with CaptureQueriesContext(connection) as asked:
        grown = grown_since(second, anchor.company_id)
    assert [(leaf.chain, leaf.seq, place) for leaf, place in grown.items()] == [("company", 3, 2), ("sale/100", 2, 1)]
    explain = "EXPLAIN" if on_postgresql else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {asked[0]['sql']}")
        plan = "".join(str(row) for row in cursor.fetchall())
    assert "Join Filter" not in plan and "SCAN told" not in plan


def test_nothing_new_makes_no_anchor(anchor: Anchor, sale: Proposal, bruno: Member, now: datetime) -> None:
    by = System(sale.company_id)
    assert anchor_trail(sale.company_id, by=by, at=now + timedelta(days=1)) is None
    record("proposal.reminded", sale=sale.pk, by=by, at=now)
    again = anchor_trail(sale.company_id, by=by, at=now + timedelta(days=2))
    assert again is not None and (again.seq, again.previous) == (2, anchor.hash)
    assert list(verify_anchors()) == []
    # Only what has grown is written again: the sale, and the company's chain by the anchoring itself.
    assert AnchoredHead.objects.filter(anchor_seq=2).count() == 2


def test_each_anchor_holds_the_sale_as_it_stood(anchor: Anchor, sale: Proposal, now: datetime) -> None:
    record("proposal.reminded", sale=sale.pk, by=System(sale.company_id), at=now)
    anchor_trail(sale.company_id, by=System(sale.company_id), at=now + timedelta(days=1))
    proofs = list(proofs_of(sale.company_id, f"sale/{sale.pk}"))
    assert [proof.anchor.seq for proof in proofs] == [1, 2]
    assert all(root_from(proof.leaf, proof.path) == proof.anchor.root for proof in proofs)
    assert proofs[1].leaf.seq == proofs[0].leaf.seq + 1


def test_only_the_clock_anchors(sale: Proposal, ana: Member, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        anchor_trail(sale.company_id, by=ana, at=now)


def test_the_owners_are_mailed_the_anchor_once(sale: Proposal, ana: Member, bruno: Member, now: datetime) -> None:
    mail.outbox.clear()
    anchor_the_trail.enqueue(company_id=sale.company_id)
    run_jobs(now)
    (letter,) = mail.outbox
    assert letter.to == [f"{ana.name} <{ana.email}>"]
    ((name, content, _kind),) = letter.attachments
    assert name == "ancora-2026-11-24.json"
    assert json.loads(content)["sha256"] == Anchor.objects.get().hash
    assert "sem carimbo de tempo externo" in letter.body


@pytest.mark.parametrize("table", ["trail_anchor", "trail_anchoredhead"])
@pytest.mark.parametrize("act", ["UPDATE {} SET company_id = 0", "DELETE FROM {}"])
def test_plain_sql_cannot_change_an_anchor(anchor: Anchor, table: str, act: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("trail_anchor", "company_id, seq, at, count, root, previous, hash, key_id, signature"),
        ("trail_anchoredhead", "company_id, chain, anchor_seq, seq, head"),
    ],
)
def test_an_anchor_cannot_be_replaced_or_truncated(
    anchor: Anchor, table: str, columns: str, on_postgresql: bool
) -> None:
    replacing = f"INSERT OR REPLACE INTO {table} (id, {columns}) SELECT id, {columns} FROM {table}"
    sql = f"TRUNCATE {table}" if on_postgresql else replacing
    refused = pytest.raises(DatabaseError, match="append-only|does not follow")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert list(verify_anchors()) == []


def test_an_authority_that_answers_later_vouches_for_the_same_anchor(
    anchor: Anchor, sale: Proposal, now: datetime, settings: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "timestamps"
    folder.mkdir()
    (folder / "hora.pem").write_bytes(tsa.tsa_root().pem)
    settings.TRUST_FOLDER = str(tmp_path)
    for answer, stamps in ((tsa.refusing, 0), (tsa.honest(now), 1), (tsa.honest(now), 1)):
        with tsa.serving(answer) as server:
            settings.TIME_AUTHORITIES = [server.url]
            with time_machine.travel(now + timedelta(days=1), tick=False):
                ask_for_missing_stamps.call()
            run_jobs(now)
        hang_up()
        assert AnchorStamp.objects.count() == stamps
    (proof,) = proofs_of(sale.company_id, f"sale/{sale.pk}")
    told = canonical(anchored_json(proof.anchor, proof.stamp, leaf=proof.leaf, path=proof.path))
    key = InstanceKey.objects.get(key_id=anchor.key_id)
    trail = [{**event.content(), "hash": event.hash} for event in events_of(f"sale/{sale.pk}")]
    roots = Roots(roots=(x509.Certificate.load(tsa.tsa_root().der),))
    for trust, said in (
        (Trust(now), "anchor.stamp_not_checked"),
        (Trust(now, {Tree.TIMESTAMPS: roots}), "anchor.stamped"),
    ):
        (found,) = check_anchors([Anchored.of(read_json(told))], trail, {key.key_id: key.public_key}, trust)
        assert found.code == said


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_anchor(ana: Member, bruno: Member, now: datetime) -> None:
    record("proposal.created", sale=7, by=bruno, at=now)
    standing_seal(at=now)
    made = at_once(ana.company_id, *[lambda: anchor_trail(ana.company_id, by=System(ana.company_id), at=now)] * 2)
    assert Anchor.objects.count() == 1
    assert [type(one) for one in made].count(Anchor) == 1
    assert anchor_trail(ana.company_id, by=System(ana.company_id), at=now) is None
    assert list(verify_anchors()) == list(verify_chains()) == []
