"""S binds what it says, and a change anywhere is found."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from aceite.core.companies.models import Company
from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.storing import store
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act, MarkKind, Statement
from aceite.core.signatures.statements import (
    ForeignStatement,
    MarkGiven,
    Matter,
    Opened,
    Signatory,
    StatementExpired,
    Will,
    confirm,
    declare,
    new_ceremony,
    prepare,
    void,
)
from aceite.core.signatures.verification import faults
from aceite.core.trail.actors import Origin
from aceite.core.trail.models import GENESIS
from aceite.core.trail.recording import record
from aceite.kit.hashing import sha256_hex
from aceite_verify.acts import LIFETIME

ORIGIN = Origin("189.40.12.7", "10.0.0.2", "Firefox")


@pytest.fixture
def paper(aurora: Company, now: datetime) -> Document:
    """P of a sale."""
    return store(b"%PDF-1.7 P", company_id=aurora.pk, content_type="application/pdf", at=now, pages=3)


@pytest.fixture
def statement(paper: Document, carla: PanelUser, now: datetime) -> Statement:
    """Carla's signature, prepared."""
    record("proposal.sent", by=carla, at=now, sale=7)
    matter = Matter(Act.SIGN, "contract/4", 7, paper, "b" * 64)
    who = Signatory(
        "panel_user", carla.pk, carla.name, carla.email, carla.cpf, "party", "Padaria Central Ltda.", "Carla Nogueira"
    )
    will = Will(
        consent_for(Act.SIGN, "pt-br").sha256,
        ("session_code", "email_code"),
        Opened((sha256_hex(b"page 1"),), (1,), seconds=42),
        MarkGiven(MarkKind.TYPED, "Carla"),
    )
    return prepare(matter, signatory=who, will=will, ceremony=new_ceremony(), by=carla, at=now)


def test_it_says_everything_that_is_bound(statement: Statement, paper: Document) -> None:
    body = statement.content()
    assert body["file"] == {"sha256": paper.sha256, "length": 10, "pages": 3}
    assert body["bundle"] == "b" * 64 and body["opened"]["seconds"] == 42 and body["client_sha256"] is None
    assert set(statement.openings) == {"name", "bound_name", "email", "cpf", "on_behalf_of", "mark"}
    assert faults(statement) == []


def test_two_of_the_same_differ(statement: Statement, paper: Document, carla: PanelUser, now: datetime) -> None:
    matter = Matter(Act.APPROVE, "version/4", 7, paper, "b" * 64)
    will = Will(consent_for(Act.APPROVE, "en").sha256, ())
    who = Signatory("panel_user", carla.pk, carla.name)
    first, second = (
        declare(matter, signatory=who, will=will, head=GENESIS, by=carla, origin=ORIGIN, at=now) for _ in range(2)
    )
    assert first.sha256 != second.sha256 and first.confirmed_at == now and faults(first) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"file_sha256": "0" * 64}, "file"),
        ({"subject": "contract/5"}, "subject"),
        ({"actor_id": 999}, "person"),
        ({"bundle_sha256": "0" * 64}, "bundle"),
        ({"sha256": "0" * 64}, "hash"),
        ({"head": "0" * 63 + "1"}, "head"),
        ({"mark_text": "Eva"}, "mark"),
    ],
)
def test_a_changed_column_is_found(statement: Statement, changes: dict[str, Any], found: str) -> None:
    Statement.objects.update(**changes)
    assert any(found in fault for fault in faults(Statement.objects.get()))


def test_a_changed_word_or_value_is_found(statement: Statement) -> None:
    statement.openings["name"]["value"] = "Eva"
    assert faults(statement) == ["the value of name is not what was committed to"]
    statement.body = statement.body.replace('"seconds":42', '"seconds":43')
    assert "the hash is not the statement's" in faults(statement)


def test_an_erased_value_leaves_it_sound(statement: Statement) -> None:
    statement.openings = {}
    assert faults(statement) == []


def test_only_the_person_herself_within_ten_minutes(
    statement: Statement, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    with pytest.raises(ForeignStatement):
        confirm([statement], by=gil, origin=ORIGIN, at=now)
    with pytest.raises(StatementExpired):
        confirm([statement], by=carla, origin=ORIGIN, at=now + LIFETIME)
    confirm([statement], by=carla, origin=ORIGIN, at=now)
    confirm([statement], by=carla, origin=ORIGIN, at=now + timedelta(hours=1))
    assert Statement.objects.get().confirmed_at == now


def test_void_keeps_the_act(statement: Statement, carla: PanelUser, now: datetime) -> None:
    confirm([statement], by=carla, origin=ORIGIN, at=now)
    assert void(Statement.objects.all(), at=now) == 1
    assert void(Statement.objects.all(), at=now) == 0
    assert Statement.objects.confirmed().exists() and not Statement.objects.standing().exists()
