"""Sections: headings among the lines, with what each adds up to, in the draft, in what is bound and on the paper."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.copying import copy_proposal
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.headings import sections
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.paper import line_papers
from tests.walk import FITTING, OVEN, draft_for, fresh, sent

KITCHEN = (replace(OVEN, section="Cozinha"), replace(FITTING, section="Cozinha"), replace(OVEN, section="Balcão"))


def test_lines_without_a_heading_are_one_section_without_name(padaria: Customer, bruno: Member, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now, lines=(OVEN, FITTING))
    [section] = sections(list(current_of(proposal).lines.all()))
    assert (section.name, len(section.lines)) == ("", 2)
    assert [paper.heading for paper in line_papers(current_of(proposal))] == ["", ""]


def test_each_section_says_what_it_adds_up_to(padaria: Customer, bruno: Member, now: datetime) -> None:
    version = current_of(draft_for(padaria, bruno, now, lines=(FITTING, *KITCHEN)))
    found = [(section.name, section.subtotal) for section in sections(list(version.lines.all()))]
    assert found == [("", Decimal(450)), ("Cozinha", Decimal(39350)), ("Balcão", Decimal(38900))]
    assert sum(subtotal for _name, subtotal in found) == version.subtotal
    papers = [(paper.heading, paper.heading_total) for paper in line_papers(version)]
    assert papers == [("", ""), ("Cozinha", "39.350,00"), ("", ""), ("Balcão", "38.900,00")]


def test_what_is_bound_names_the_section_of_each_line(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    version = current_of(sent(draft_for(padaria, bruno, now, lines=KITCHEN), bruno, now))
    bound = json.loads(version.manifest)["proposal"]["lines"]
    assert [line["section"] for line in bound] == ["Cozinha", "Cozinha", "Balcão"]


def test_a_line_keeps_its_key_whatever_is_written_in_it(padaria: Customer, bruno: Member, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now, lines=KITCHEN)
    before = draft_of(proposal)
    first, *others = before.lines
    swapped = replace(before, lines=(*others, replace(first, name="Forno a gás"), first))
    save_draft(proposal, swapped, revision=0, by=bruno, at=now)
    keys = [line.key for line in draft_of(fresh(proposal)).lines]
    assert keys[:3] == [*(line.key for line in others), first.key]
    assert len(set(keys)) == 4


def test_a_copy_has_the_sections_too(padaria: Customer, bruno: Member, now: datetime) -> None:
    copy = copy_proposal(fresh(draft_for(padaria, bruno, now, lines=KITCHEN)), seller=bruno, by=bruno, at=now)
    assert [line.section for line in draft_of(fresh(copy)).lines] == ["Cozinha", "Cozinha", "Balcão"]
