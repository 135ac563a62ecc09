"""A company's own address: named, proved by its DNS, used in links, given up; nobody takes another's."""

from collections.abc import Callable
from datetime import datetime

import pytest

from aceite.core.companies.domains import (
    MOST_DOMAINS,
    NoAnswer,
    NotProved,
    TakenDomain,
    Texts,
    UnprovedDomain,
    add_domain,
    fit_host,
    remove_domain,
    use_domain,
    verify_domain,
)
from aceite.core.companies.hosts import address_of, company_at
from aceite.core.companies.models import Company, Domain
from aceite.core.people.models import Member
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.kit.dns_texts import DnsSilent

HOST = "propostas.aurora.example"


def saying(*texts: str) -> Texts:
    """A DNS that says these under the name it ought to be asked for."""
    return lambda name: list(texts) if name == f"_aceite.{HOST}" else []


def silent(_name: str) -> list[str]:
    raise DnsSilent


def proved(owner: Member, at: datetime) -> Domain:
    noted = add_domain(owner.company, HOST, by=owner, at=at)
    return verify_domain(noted, texts=saying("v=spf1", noted.record_value), by=owner, at=at)


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("propostas.aurora.example", "propostas.aurora.example"),
        (" HTTPS://Propostas.Aurora.example:8443/painel?x=1 ", "propostas.aurora.example"),
        ("pão.example.", "xn--po-sia.example"),
    ],
)
def test_a_domain_is_kept_as_browsers_send_it(typed: str, host: str) -> None:
    assert fit_host(typed) == host


@pytest.mark.parametrize(
    "typed",
    ["", "aurora", "127.0.0.1", "[::1]", "a..b", "-a.example", "a_b.example", f"{'a' * 64}.example", "x" * 300,
     "aurora.example@mal.example", "mal.0x7f", "testserver", "\ud800.example", "a.example\nb.example"],
)  # fmt: skip
def test_what_is_no_domain_of_hers_is_refused(typed: str) -> None:
    with pytest.raises(Unfit):
        fit_host(typed)


def test_it_serves_from_the_moment_it_is_proved(ana: Member, now: datetime) -> None:
    noted = add_domain(ana.company, HOST, by=ana, at=now)
    assert company_at(HOST) is None and add_domain(ana.company, HOST, by=ana, at=now) == noted
    for texts, refusal in ((saying(), NotProved), (saying("aceite=outro"), NotProved), (silent, NoAnswer)):
        with pytest.raises(refusal):
            verify_domain(noted, texts=texts, by=ana, at=now)
        assert company_at(HOST) is None
    verify_domain(noted, texts=saying(noted.record_value), by=ana, at=now)
    verify_domain(noted, texts=silent, by=ana, at=now)
    assert company_at(HOST) == ana.company
    kinds = Event.objects.filter(kind__startswith="domain.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["domain.added", "domain.verified"]


def test_links_use_it_when_the_owner_says_so(ana: Member, now: datetime) -> None:
    domain = proved(ana, now)
    house = address_of(Company.objects.get())
    company = use_domain(ana.company, domain, by=ana, at=now)
    assert address_of(company) == house.replace("localhost", HOST) and house != address_of(company)
    assert address_of(use_domain(ana.company, None, by=ana, at=now)) == house


def test_links_never_use_what_is_not_proved(ana: Member, now: datetime) -> None:
    with pytest.raises(UnprovedDomain):
        use_domain(ana.company, add_domain(ana.company, HOST, by=ana, at=now), by=ana, at=now)


def test_removed_it_serves_no_longer_and_leads_nowhere(ana: Member, now: datetime) -> None:
    domain = proved(ana, now)
    use_domain(ana.company, domain, by=ana, at=now)
    remove_domain(domain, by=ana, at=now)
    remove_domain(domain, by=ana, at=now)
    assert company_at(HOST) is None and Company.objects.get().own_host == ""


def test_naming_it_first_keeps_it_from_nobody_and_proving_it_does(ana: Member, eva: Member, now: datetime) -> None:
    hers = add_domain(eva.company, HOST, by=eva, at=now)
    proved(ana, now)
    with pytest.raises(TakenDomain):
        verify_domain(hers, texts=saying(hers.record_value), by=eva, at=now)
    assert company_at(HOST) == ana.company


def test_the_proof_of_one_company_is_none_for_another(ana: Member, eva: Member, now: datetime) -> None:
    hers = add_domain(ana.company, HOST, by=ana, at=now)
    thief = add_domain(eva.company, HOST, by=eva, at=now)
    with pytest.raises(NotProved):
        verify_domain(thief, texts=saying(hers.record_value), by=eva, at=now)


ACTS: dict[str, Callable[[Domain, Member, datetime], object]] = {
    "add": lambda domain, by, at: add_domain(domain.company, "outro.aurora.example", by=by, at=at),
    "verify": lambda domain, by, at: verify_domain(domain, texts=silent, by=by, at=at),
    "use": lambda domain, by, at: use_domain(domain.company, domain, by=by, at=at),
    "remove": lambda domain, by, at: remove_domain(domain, by=by, at=at),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_the_owner_may(ana: Member, marcos: Member, eva: Member, now: datetime, act: str) -> None:
    domain = proved(ana, now)
    for stranger in (marcos, eva):
        with pytest.raises(NotAllowed):
            ACTS[act](domain, stranger, now)


def test_there_are_only_so_many(ana: Member, now: datetime) -> None:
    for number in range(MOST_DOMAINS):
        add_domain(ana.company, f"p{number}.aurora.example", by=ana, at=now)
    with pytest.raises(Unfit):
        add_domain(ana.company, HOST, by=ana, at=now)
