"""A power of attorney that is brought to the signing: asked in M, named in S, printed, and in the dossier's place."""

import json
from datetime import datetime

import pytest

from aceite.core.contracts import bringing_proxy
from aceite.core.contracts.bringing_proxy import BadProxy, ProxyNotAsked, bring_proxy
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.refusing import ProxyMissing
from aceite.core.contracts.replacing import HasActed
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.dossier_parts import Subject, parts_of
from aceite.core.sales.models import Audience
from aceite.core.sales.revising import revise
from aceite.core.signatures.statements import ChangedMeanwhile
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.hashing import sha256_hex
from aceite.kit.pdf.pages import text
from aceite_verify.brought_proxies import check_brought
from aceite_verify.embedded import attached_evidence
from aceite_verify.evidence import read_evidence
from tests import walk
from tests.core.contracts.sent import confirm, opened, prepare
from tests.jobs import run_jobs
from tests.overtaking import just_before, whole

PROXY, OTHER = b"%PDF-1.7 procuracao", b"%PDF-1.7 outra"


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Proposal:
    """Carla brings her power of attorney; Gil signs by himself."""
    draft = walk.draft_for(padaria, bruno, now)
    made = walk.with_contract(draft, bruno, now, carla)
    set_signers(made, [SignerPlan(carla, asks_proxy=True), SignerPlan(gil)], by=bruno, at=now)
    sale = walk.sent(draft, bruno, now)
    opened(list(walk.contracts_of(sale)), carla, gil, at=now)
    return sale


def place_of(person: PanelUser) -> Signer:
    """Her place on the contract."""
    return Signer.objects.get(panel_user=person)


def test_nothing_is_signed_without_it_and_the_statement_names_it(
    sale: Proposal, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    asked = [one.get("asks_proxy") for one in json.loads(current_of(sale).manifest)["contracts"][0]["signers"]]
    assert asked == [True, None]
    contracts = list(walk.contracts_of(sale))
    with pytest.raises(ProxyMissing):
        prepare(contracts, carla, now)
    for _twice in range(2):
        bring_proxy(place_of(carla), PROXY, by=carla, at=now)
    assert Event.objects.filter(kind="proxy.brought").count() == 1
    assert "nenhuma assinatura a nomeia" in title_of_brought(sale)
    for person in (carla, gil):
        confirm(prepare(contracts, person, now), person, now)
    assert "que a declaração nomeia" in title_of_brought(sale)
    hers, his = (place_of(person).statement for person in (carla, gil))
    assert hers is not None and his is not None
    assert hers.content()["signer"]["proxy"] == sha256_hex(PROXY) and "proxy" not in his.content()["signer"]
    with pytest.raises(HasActed):
        bring_proxy(place_of(carla), OTHER, by=carla, at=now)
    run_jobs(now)
    assert_it_is_told(sale)


def title_of_brought(sale: Proposal) -> str:
    """How the dossier calls what was brought."""
    [part] = [part for part in parts_of(Subject(sale, Audience.PANEL)) if "procuracao-enviada" in part.path]
    return part.title


def assert_it_is_told(sale: Proposal) -> None:
    """On the page of signatures, by the checker, and among the files of the dossier."""
    made = walk.contracts_of(sale).get()
    assert made.signed_file is not None
    whole = read(made.signed_file)
    assert sha256_hex(PROXY) in "".join(text(whole).split())
    attached = attached_evidence(whole)
    assert attached is not None
    assert [one.code for one in check_brought(read_evidence(attached.data))] == ["plan.proxy_brought"]
    files = {part.path: part.listed.sha256 for part in parts_of(Subject(sale, Audience.PANEL))}
    assert [sha256 for path, sha256 in files.items() if "procuracao-enviada" in path] == [sha256_hex(PROXY)]


def test_another_file_ends_what_was_prepared_with_the_former(sale: Proposal, carla: PanelUser, now: datetime) -> None:
    bring_proxy(place_of(carla), PROXY, by=carla, at=now)
    begun = prepare(list(walk.contracts_of(sale)), carla, now)
    bring_proxy(place_of(carla), OTHER, by=carla, at=now)
    with pytest.raises(ChangedMeanwhile):
        confirm(begun, carla, now)
    assert place_of(carla).statement is None


def test_a_file_that_left_another_place_in_the_instant_is_there_all_the_same(
    sale: Proposal, carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_proxy(place_of(carla), PROXY, by=carla, at=now)
    # Brought once more in one window, while another one brings something else in its place.
    just_before(monkeypatch, bringing_proxy, "lock_sale", lambda: bring_proxy(place_of(carla), OTHER, by=carla, at=now))
    brought = bring_proxy(place_of(carla), PROXY, by=carla, at=now).brought_proxy
    assert whole(brought) and brought == place_of(carla).brought_proxy == Document.objects.get(sha256=sha256_hex(PROXY))
    assert Document.objects.get(sha256=sha256_hex(OTHER)).removed_at == now


def test_only_hers_only_where_it_is_asked_and_only_a_pdf(
    sale: Proposal, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    with pytest.raises(ProxyNotAsked):
        bring_proxy(place_of(gil), PROXY, by=gil, at=now)
    with pytest.raises(NotAllowed):
        bring_proxy(place_of(carla), PROXY, by=gil, at=now)
    for other in (b"", b"GIF89a", b"%PDF-" + bytes(15 * 1024 * 1024)):
        with pytest.raises(BadProxy):
            bring_proxy(place_of(carla), other, by=carla, at=now)


def test_the_next_version_asks_again_for_the_file(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    bring_proxy(place_of(carla), PROXY, by=carla, at=now)
    revise(sale, by=bruno, at=now)
    hers = Signer.objects.get(contract=Contract.objects.latest("pk"), panel_user=carla)
    assert hers.asks_proxy and hers.brought_proxy is None
