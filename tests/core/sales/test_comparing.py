"""Everything that M binds is compared, and told in words; what was revised and sent again adds up."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from aceite.core.blueprints.presenting import BlockData, present
from aceite.core.contracts.drafting import save_contract
from aceite.core.contracts.models import Contract, SignerRole
from aceite.core.contracts.representing import set_countersigners
from aceite.core.contracts.signers import Order, SignerPlan, set_signers
from aceite.core.contracts.terms import Term, as_data
from aceite.core.contracts.texts import text_of
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.powers import PowerData, note_power
from aceite.core.people.models import Member
from aceite.core.proposals.attaching import attach_file
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import Draft, DraftLine, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.sales.change_telling import DETAILS, first_words, in_brief, told
from aceite.core.sales.change_values import FIELDS
from aceite.core.sales.comparing import NOT_COMPARED, Comparison, compare, facts_in, facts_of
from aceite.core.sales.differing import differences
from aceite.core.sales.models import SentWords
from aceite.core.sales.printed_words import PrintedWords, sent_words
from aceite.core.sales.revising import revise
from aceite.kit.differences import counted
from tests.core.sales.applying import applied
from tests.core.sales.choosing_walk import FITTED, OFFER, chosen, offered
from tests.plans import plan
from tests.walk import OVEN, draft_for, fresh, paid_in, sent, with_contract

pytestmark = pytest.mark.django_db
CARE = DraftLine("Manutenção", Decimal(1), Decimal("890"), kind="service", recurs="month", periods=12, key="care")
SOON = timedelta(hours=1)


@pytest.fixture
def sale(
    padaria: Customer, bruno: Member, ana: Member, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime
) -> Proposal:
    """Version 1, sent, with something of everything that M can hold."""
    proposal = draft_for(
        padaria, bruno, now, lines=(*OFFER, CARE), introduction="Bom dia.", terms="Entrega em dia útil.",
        delivery_term="20 dias", discount_kind="percent", discount_value=Decimal(5), recurring_day=10,
    )  # fmt: skip
    note_power(carla, PowerData("alone"), by=bruno, at=now)
    contract = with_contract(proposal, bruno, now, carla)
    text = replace(text_of(contract), term=as_data(Term(starts="approval", ends="months", months=12)))
    save_contract(contract, text, revision=contract.revision, by=bruno, at=now)
    people = [SignerPlan(carla), SignerPlan(gil), SignerPlan(helena, SignerRole.WITNESS, step=2)]
    set_signers(contract, people, Order(in_steps=True, quorums={1: 1}), by=bruno, at=now)
    set_countersigners(contract, [ana], by=bruno, at=now)
    attach_file(fresh(proposal), plan(), name="planta.pdf", by=bruno, at=now)
    blocks = [BlockData("introduction", "Sobre o projeto", "<p>Para {{cliente.nome}}.</p>")]
    present(fresh(proposal), blocks, revision=current_of(fresh(proposal)).revision, by=bruno, at=now)
    return sent(proposal, bruno, now)


def again(proposal: Proposal, by: Member, at: datetime, **changes: Any) -> ProposalVersion:
    """The next version, with these changes of what is written, as a draft."""
    revise(fresh(proposal), by=by, at=at)
    current = fresh(proposal)
    draft: Draft = replace(draft_of(current), **changes)
    save_draft(current, draft, revision=current_of(current).revision, by=by, at=at)
    return current_of(fresh(proposal))


def versions(proposal: Proposal, older: int, newer: int) -> tuple[ProposalVersion, ProposalVersion]:
    found = {one.version: one for one in proposal.versions.select_related("proposal__customer", "company")}
    return found[older], found[newer]


def compared(proposal: Proposal, at: datetime, older: int = 1, newer: int = 2) -> Comparison:
    return compare(*versions(proposal, older, newer), at=at)


def in_words(comparison: Comparison) -> str:
    """All that is told, as one text."""
    said = []
    for chapter in told(comparison).chapters:
        for entry in chapter.entries:
            said.append(f"{chapter.title} {entry.act} {entry.name} {entry.detail}")
            said += [f"{one.label}: {one.before} > {one.after}" for one in entry.facts]
    return "\n".join(said).replace("\xa0", " ")


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every plain value of a manifest."""
    if isinstance(value, dict | list):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, (*path, name))
    elif value is not None:
        yield path


def changed(value: Any, name: str) -> Any:
    """Another value of the same kind."""
    if value == "" and name in {"choice", "recurs"}:
        return {"choice": "in", "recurs": "month"}[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    try:
        return str(Decimal(value) + 1)
    except ArithmeticError:
        pass
    if len(value) == len("2026-11-24") and value[4:5] == value[7:8] == "-":
        return "2031-01-02"
    others = {"percent": "amount", "none": "cif", "boleto": "pix", "service": "product", "product": "service",
              "month": "year", "party": "witness", "witness": "party", "digital": "manual", "simple": "advanced",
              "alone": "joint", "approval": "signature", "months": "open", "out": "in", "in": "out"}  # fmt: skip
    return others.get(value, f"{value}x")


def where_of(path: tuple[Any, ...]) -> tuple[str, str]:
    """Of which table of `NOT_COMPARED` a field is, and its name there."""
    tables = [name for name in path[:-1] if name in NOT_COMPARED]
    if path[0] in NOT_COMPARED[""]:
        return "", str(path[0])
    return (tables[-1] if tables else ""), str(path[-1])


def test_every_field_of_m_is_compared_and_has_words(sale: Proposal) -> None:
    version = versions(sale, 1, 1)[0]
    manifest = json.loads(version.manifest)
    manifest["contracts"][0]["signed_before"] = ["ab12"]
    manifest["alternatives"] = [{"id": 7, "number": "7", "state": "sent", "version": 1, "bundle_sha256": "b"}]
    manifest["proposal"]["lines"][0]["pictures"] = ["cd34"]
    manifest["proposal"]["amends"] = {"number": "5", "kind": "amendment", "ends": "date", "ends_on": "2027-01-01"}
    words, keys = sent_words(version), [str(at) for at in range(len(manifest["proposal"]["lines"]))]
    facts = facts_in(manifest, version.openings, keys, words)
    silent, unworded, unsaid = [], set(), set()
    for path in leaves(manifest):
        where, name = where_of(path)
        if name in NOT_COMPARED[where]:
            continue
        other, openings = deepcopy(manifest), deepcopy(version.openings)
        holder: Any = other
        for step in path[:-1]:
            holder = holder[step]
        if (opening := opened(path, holder)) in openings:
            openings[opening]["value"] = "11222333000181" if name == "taxid" else f"{openings[opening]['value']}1"
        else:
            holder[path[-1]] = changed(holder[path[-1]], name)
        newer = facts_in(other, openings, keys, words)
        found = differences(facts, newer)
        if not found:
            silent.append(path)
            continue
        unworded |= {one.kind for one in found if one.kind not in FIELDS and one.act == "set"}
        assert applied(facts, found) == newer
        comparison = Comparison(version, version, facts, newer, tuple(found))
        assert in_words(comparison)
        unsaid |= set() if first_words(comparison) else {one.kind for one in found}
    assert (silent, unworded) == ([], set())
    # "Só detalhes mudaram" stands where nothing else did.
    assert unsaid == DETAILS


def opened(path: tuple[Any, ...], holder: Any) -> str:
    """The name under which the value of a commitment is kept."""
    kinds = {"customer": "customer", "signers": "signer", "countersigners": "countersigner"}
    kind = next((kinds[str(name)] for name in reversed(path[:-1]) if name in kinds), "")
    if kind in ("", "customer") or not isinstance(holder, dict):
        return f"{kind}/{path[-1]}"
    return f"{kind}/{holder.get('id')}/{path[-1]}"


def test_a_field_that_m_gets_later_is_told_by_its_name(sale: Proposal) -> None:
    version = versions(sale, 1, 1)[0]
    facts = facts_of(version, at=version.sent_at or version.created_at)
    newer = facts | {"insured": True}
    comparison = Comparison(version, version, facts, newer, tuple(differences(facts, newer)))
    assert "insured:  > True" in in_words(comparison)
    assert first_words(comparison) == ("insured: True",)


def test_the_short_card_names_what_binds_beside_price_and_lines(sale: Proposal, bruno: Member, now: datetime) -> None:
    draft = again(
        sale, bruno, now + SOON, terms="Sem devolução.", warranty="3 meses", delivery_place="Na doca",
        recurring_day=15, consumer_relation=True,
    )  # fmt: skip
    assert draft.recurring_day == 15
    first = first_words(compared(sale, now + SOON), most=20)
    assert {said.partition(":")[0] for said in first} == {
        "Condições gerais", "Garantia", "Local de entrega", "Vencimento do que é recorrente", "Relação de consumo",
    }  # fmt: skip
    assert "Condições gerais: o texto mudou" in first


def test_what_the_seller_changed_is_told_and_adds_up(
    sale: Proposal, padaria: Customer, bruno: Member, gil: PanelUser, now: datetime
) -> None:
    at = now + SOON
    oven = replace(OVEN, key="", unit_price=Decimal("37900"), note="380 V")
    key = draft_of(fresh(sale)).lines[0].key
    lines = (CARE, replace(oven, key=key), DraftLine("Coifa", Decimal(2), Decimal(450), key="hood"))
    draft = again(sale, bruno, at, lines=lines, terms="Entrega em dia útil, das 8h às 18h.", delivery_term="15 dias")
    contract = Contract.objects.get(version=draft)
    longer = replace(text_of(contract), body=f"{contract.body}<p>Multa de 2%.</p>")
    save_contract(contract, longer, revision=contract.revision, by=bruno, at=at)
    set_signers(contract, [SignerPlan(gil)], by=bruno, at=at)
    before_sending = compared(sale, at)
    sent(sale, bruno, at)
    comparison = compared(sale, at)
    assert [one for one in comparison.changes if one.kind != "sent_at"] == list(before_sending.changes)
    assert applied(comparison.before, comparison.changes) == comparison.after
    said = in_words(comparison)
    assert "Itens added Coifa 2 un × R$ 450,00 = R$ 900,00" in said
    assert "Itens removed Assadeira" in said
    assert "Preço unitário: R$ 38.900,00 > R$ 37.900,00" in said
    assert "Prazo de entrega: 20 dias > 15 dias" in said
    assert "Não assina mais:  > Carla Nogueira (Parte)" in said
    texts = {fact.label: fact for chapter in told(comparison).chapters for entry in chapter.entries
             for fact in entry.facts if fact.stretches}  # fmt: skip
    assert counted(texts["Texto"].stretches)[0] >= len(["Multa", "de", "2"])
    assert counted(texts["Condições gerais"].stretches) == (4, 0)
    first = first_words(comparison)
    assert first[0].startswith("Total: R$")
    assert "Entrou “Coifa”" in first


def test_the_card_of_changes_compares_no_texts(
    sale: Proposal, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    again(sale, bruno, now + SOON, terms="Outro texto, do começo ao fim.")

    def drawn(*_all: object, **_more: object) -> None:
        raise AssertionError

    monkeypatch.setattr("aceite.core.sales.change_telling.differences", drawn)
    brief = in_brief(compared(sale, now + SOON))
    assert brief.changed and brief.first == ("Condições gerais: o texto mudou",)


def test_a_version_sent_again_unchanged_changes_nothing(sale: Proposal, bruno: Member, now: datetime) -> None:
    again(sale, bruno, now + SOON)
    sent(sale, bruno, now + SOON)
    assert compared(sale, now).changes == ()


def test_a_contract_under_another_title_is_the_same_one(sale: Proposal, bruno: Member, now: datetime) -> None:
    contract = Contract.objects.get(version=again(sale, bruno, now + SOON))
    renamed = replace(text_of(contract), title="Fornecimento e instalação")
    save_contract(contract, renamed, revision=contract.revision, by=bruno, at=now + SOON)
    assert [one.kind for one in compared(sale, now + SOON).changes] == ["contracts.title"]


def test_words_printed_then_stay_though_the_customer_moved(
    sale: Proposal, padaria: Customer, bruno: Member, now: datetime
) -> None:
    again(sale, bruno, now + SOON)
    Customer.objects.filter(pk=padaria.pk).update(name="Padaria Central Sul Ltda.")
    sent(sale, bruno, now + SOON)
    kinds = {one.kind for one in compared(sale, now + SOON).changes}
    assert kinds == {"customer_name", "contracts.text", "passages.text"}


def test_of_a_version_sent_before_words_were_kept_they_are_printed_anew(sale: Proposal, now: datetime) -> None:
    version = versions(sale, 1, 1)[0]
    kept = sent_words(version)
    SentWords.objects.filter(version=version).delete()
    assert sent_words(versions(sale, 1, 1)[0]) == kept != PrintedWords()


def test_what_the_customer_chose_is_no_change_of_the_vendor(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = offered(padaria, bruno, now)
    chosen(proposal, carla, now, **FITTED)
    comparison = compared(proposal, now)
    assert comparison.chosen_by_customer
    assert "Na proposta" in in_words(comparison)


def test_a_plan_that_changed_is_told_payment_by_payment(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = sent(draft_for(padaria, bruno, now, instalments=paid_in("38900", now)), bruno, now)
    again(proposal, bruno, now, instalments=paid_in("38900", now + timedelta(days=30)))
    (chapter,) = told(compared(proposal, now)).chapters
    assert (chapter.title, counted(chapter.entries[0].facts[0].stretches)) == ("Pagamento", (1, 1))
