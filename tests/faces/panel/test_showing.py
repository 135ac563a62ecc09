"""What S says was shown is what this session was served; and the device's own hash is asked for, judged and told."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from aceite.core.companies.models import Company
from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Serving
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Approval, Decline
from aceite.core.signatures.models import Act, Statement
from aceite.kit.hashing import sha256_hex
from tests.clients import client_of
from tests.core.contracts.sent import refused
from tests.faces.panel.conftest import body_of, url_of
from tests.faces.panel.test_approving import bound
from tests.faces.panel.test_signing import reads, typed
from tests.walk import contracts_of, draft_for, fresh, sent, with_contract


@pytest.fixture
def single(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    """One contract, to be signed by Carla."""
    proposal = draft_for(padaria, bruno, at)
    with_contract(proposal, bruno, at, carla)
    return sent(proposal, bruno, at)


@pytest.fixture
def strict(aurora: Company) -> Company:
    """Aurora insists on the device's hash."""
    Company.objects.filter(pk=aurora.pk).update(requires_device_hash=True)
    return aurora


def contract_of(proposal: Proposal) -> Contract:
    return contracts_of(proposal).get()


def looks_at(browser: Client, proposal: Proposal) -> list[str]:
    """Opens the contract's page and fetches its pictures as a browser would; gives the hash of each."""
    page = browser.get(url_of(proposal, f"contratos/{contract_of(proposal).pk}/")).content.decode()
    addresses = re.findall(r'<img src="([^"]+/800/[^"]+)"', page)
    return [sha256_hex(body_of(browser.get(address))) for address in addresses]


def prepared(browser: Client, proposal: Proposal, **changes: str) -> Any:
    return browser.post(url_of(proposal, "assinatura/"), typed(**changes))


def opened() -> dict[str, Any]:
    told: dict[str, Any] = Statement.objects.latest("pk").content()["opened"]
    return told


def test_s_names_the_pictures_served_to_this_session(single: Proposal, hers: Client) -> None:
    pictures = looks_at(hers, single)
    reads(hers, single)
    prepared(hers, single)
    told = opened()
    assert pictures and told["pictures"] == pictures
    assert (told["pages"], told["seconds"], told["file"]) == (list(range(1, len(pictures) + 1)), 42, False)


def test_what_went_to_another_session_or_was_a_thumbnail_is_not_named(
    single: Proposal, hers: Client, carla: PanelUser, gil: PanelUser
) -> None:
    looks_at(client_of(gil), single)
    looks_at(client_of(carla), single)
    page = url_of(single, f"contratos/{contract_of(single).pk}/paginas/1/")
    body_of(hers.get(f"{page}240/"))
    hers.head(f"{page}800/")
    reads(hers, single)
    prepared(hers, single)
    assert (opened()["pictures"], opened()["pages"]) == ([], [])


def test_each_session_asks_for_the_pictures_itself(single: Proposal, hers: Client, carla: PanelUser) -> None:
    address = url_of(single, f"contratos/{contract_of(single).pk}/")
    hers_now, hers_elsewhere = (
        set(re.findall(r"/800/\?v=(\w+)", one.get(address).content.decode())) for one in (hers, client_of(carla))
    )
    assert hers_now.isdisjoint(hers_elsewhere)


def test_the_file_itself_is_named_when_it_was_fetched(single: Proposal, hers: Client) -> None:
    reads(hers, single)
    body_of(hers.get(url_of(single, f"contratos/{contract_of(single).pk}/arquivo/")))
    prepared(hers, single)
    assert opened()["file"] is True


def test_no_table_names_a_session_by_its_key(single: Proposal, hers: Client) -> None:
    looks_at(hers, single)
    assert not Serving.objects.filter(reader=hers.session.session_key).exists() and Serving.objects.exists()


@pytest.mark.parametrize("claimed", ["e" * 64, "E" * 64, "not a hash", "0"])
def test_another_hash_is_refused_and_noted(single: Proposal, hers: Client, claimed: str) -> None:
    reads(hers, single)
    answer = prepared(hers, single, **{f"client_sha256_{contract_of(single).pk}": claimed})
    assert answer.status_code == 422 and "não é o que foi enviado a você" in answer.content.decode()
    assert refused() == ["OtherFile"] and not Statement.objects.exists()


def test_the_fields_ask_the_device_for_the_very_bytes(single: Proposal, hers: Client) -> None:
    reads(hers, single)
    page = hers.get(url_of(single, "assinatura/")).content.decode()
    [address] = re.findall(r'data-hash-of="([^"]+)"', page)
    document = contract_of(single).document
    assert document is not None and sha256_hex(body_of(hers.get(address))) == document.sha256


@pytest.mark.parametrize(("act", "address"), [(Act.APPROVE, "aprovacao/"), (Act.DECLINE, "recusa/")])
def test_yes_and_no_are_told_of_p_in_the_same_way(sale: Proposal, hers: Client, act: Act, address: str) -> None:
    page = hers.get(url_of(sale, address)).content.decode()
    [file] = re.findall(r'data-hash-of="([^"]+)"', page)
    computed = sha256_hex(body_of(hers.get(file)))
    form = bound(sale, act, seconds="31", reason="price")
    wrong = hers.post(url_of(sale, address), form | {"client_sha256": "e" * 64})
    assert wrong.status_code == 422 and refused() == ["OtherFile"]
    assert hers.post(url_of(sale, address), form | {"client_sha256": computed}).status_code == 302
    made = Statement.objects.get().content()
    version = fresh(sale).shown
    assert version is not None and version.paper is not None
    assert made["client_sha256"] == version.paper.sha256 == computed
    assert (made["opened"]["file"], made["opened"]["seconds"]) == (True, 31)


def test_a_company_may_insist_on_it(single: Proposal, strict: Company, hers: Client) -> None:
    reads(hers, single)
    assert "O seu aparelho precisa conferir o arquivo" in hers.get(url_of(single, "assinatura/")).content.decode()
    answer = prepared(hers, single)
    assert answer.status_code == 422 and "pede que o seu aparelho confira o arquivo" in answer.content.decode()
    document = contract_of(single).document
    assert document is not None
    assert prepared(hers, single, **{f"client_sha256_{contract_of(single).pk}": document.sha256}).status_code == 302
    assert refused() == ["NoDeviceHash"]


def test_it_is_then_asked_for_a_yes_and_never_for_a_no(sale: Proposal, strict: Company, hers: Client) -> None:
    assert hers.post(url_of(sale, "aprovacao/"), bound(sale)).status_code == 422
    assert not Approval.objects.exists() and refused() == ["NoDeviceHash"]
    assert hers.post(url_of(sale, "recusa/"), bound(sale, Act.DECLINE, reason="price")).status_code == 302
    assert Decline.objects.get().statement.content()["client_sha256"] is None
