"""The presentation around a proposal: written in a draft, printed and shown as it was, gone along in copies."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
import time_machine
from django.core.files.storage import default_storage
from PIL import Image

from aceite.core.blueprints.filing import attach_to_blueprint, detach_from_blueprint
from aceite.core.blueprints.from_sales import keep_as_blueprint
from aceite.core.blueprints.keeping import BlueprintData
from aceite.core.blueprints.pictures import fit_picture, kept_picture
from aceite.core.blueprints.presenting import BlockData, PictureGone, TooManyBlocks, present, present_blueprint
from aceite.core.blueprints.printing import presentation_of
from aceite.core.blueprints.reading import gaps_of
from aceite.core.blueprints.shelving import ShelfData, save_block
from aceite.core.blueprints.using import begin_proposal, use_blueprint
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store
from aceite.core.documents.tasks import erase_what_left_no_event
from aceite.core.people.models import Member
from aceite.core.proposals.drafting import EditedMeanwhile
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotNow
from aceite.core.sales.copying import copy_sale
from aceite.core.sales.revising import revise
from aceite.core.sales.sending import NotReady
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.kit.richtext import plain
from tests.jobs import run_jobs
from tests.kit.outside_judges import pdftotext
from tests.walk import a_draft, draft_for, fresh, sent

ABOUT = BlockData("about", "Sobre nós", "<p>Para {{cliente.nome}}, <strong>doze</strong> pessoas.</p>")
COVER = BlockData("cover", body="<p>Do projeto à fornada.</p>")
CLOSING = BlockData("closing", "Conte conosco", "<p>Até breve.</p>", after=True)


def photo(colour: str = "teal") -> bytes:
    held = BytesIO()
    Image.new("RGB", (400, 300), colour).save(held, "PNG")
    return held.getvalue()


def presented(draft: Proposal, by: Member, now: datetime, *blocks: BlockData) -> Proposal:
    return present(draft, blocks, revision=current_of(draft).revision, by=by, at=now)


@pytest.fixture
def draft(padaria: Customer, bruno: Member, now: datetime) -> Proposal:
    return draft_for(padaria, bruno, now)


def test_it_is_printed_with_values_in_their_places_and_frozen_with_the_version(
    draft: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    presented(draft, bruno, now, COVER, ABOUT, BlockData("text", "Rascunho", "<p>Só nosso.</p>", shown=False), CLOSING)
    version = current_of(sent(fresh(draft), bruno, now))
    assert version.paper
    shown = " ".join(pdftotext(read(version.paper)).split())
    assert "Do projeto à fornada." in shown
    assert "Para Padaria Central Ltda., doze pessoas." in shown
    assert shown.index("Sobre nós") < shown.index("Forno combinado") < shown.index("Conte conosco") < shown.index("Até")
    assert "bruno@aurora.example" in shown
    assert "Só nosso" not in shown
    with pytest.raises(NotNow):
        presented(fresh(draft), bruno, now, COVER)


def test_a_second_editor_is_told_and_the_same_twice_is_harmless(
    draft: Proposal, bruno: Member, marcos: Member, now: datetime
) -> None:
    before = current_of(draft).revision
    presented(draft, bruno, now, ABOUT)
    assert current_of(present(draft, [ABOUT], revision=before, by=marcos, at=now)).revision == before + 1
    with pytest.raises(EditedMeanwhile):
        present(draft, [CLOSING], revision=before, by=marcos, at=now)


def test_it_goes_along_in_copies_versions_and_models(
    draft: Proposal, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    presented(draft, bruno, now, ABOUT, CLOSING)
    blueprint = keep_as_blueprint(fresh(draft), BlueprintData("Padrão"), key="", by=bruno, at=now)
    made = use_blueprint(blueprint, padaria, seller=bruno, by=bruno, at=now).proposal
    copied = copy_sale(fresh(draft), seller=bruno, by=bruno, at=now)
    revised = revise(sent(fresh(draft), bruno, now), by=bruno, at=now)
    for version in (current_of(made), current_of(copied), revised):
        assert [(each.title, each.after) for each in version.blocks.all()] == [
            ("Sobre nós", False), ("Conte conosco", True)
        ]  # fmt: skip
    present_blueprint(blueprint, [COVER], revision=0, by=bruno, at=now)
    assert [each.kind for each in current_of(made).blocks.all()] == ["about", "closing"]


def test_what_stands_in_every_new_proposal_is_there_in_its_order(
    aurora: Company, padaria: Customer, bruno: Member, now: datetime
) -> None:
    for kind, title, usual in (("closing", "Tchau", True), ("about", "Nós", True), ("scope", "Escopo", False)):
        save_block(ShelfData(kind, title, "<p>Texto.</p>", usual=usual), company=aurora, by=bruno, at=now)
    for _twice in range(2):
        made = begin_proposal(padaria, a_draft(aurora, now), seller=bruno, key="k", by=bruno, at=now)
    assert [(each.title, each.after) for each in current_of(made).blocks.all()] == [("Nós", False), ("Tchau", True)]


def test_a_picture_is_taken_from_the_form_or_the_library_and_from_nowhere_else(
    aurora: Company, draft: Proposal, bruno: Member, now: datetime
) -> None:
    secret = store(b"a signed copy", company_id=aurora.pk, content_type="image/jpeg", at=now)
    shelf = save_block(ShelfData("closing", "Tchau", upload=photo("navy")), company=aurora, by=bruno, at=now)
    cover, closing = BlockData("cover", upload=photo()), BlockData("closing", picture_id=shelf.picture_id, after=True)
    with pytest.raises(PictureGone):
        presented(draft, bruno, now, cover, BlockData("text", "Outro", picture_id=secret.pk))
    presented(draft, bruno, now, cover, closing)
    kept = [each.picture_id for each in current_of(draft).blocks.all()]
    assert kept == [kept_picture(fit_picture(photo()), company_id=aurora.pk, at=now).pk, shelf.picture_id]
    paper = presentation_of(current_of(fresh(draft)), at=now)
    assert paper.cover is not None and paper.cover.picture is not None
    assert paper.after[0].contact[:2] == ("Bruno", "bruno@aurora.example")


def test_pictures_and_files_that_nothing_shows_any_more_are_let_go(
    aurora: Company, draft: Proposal, bruno: Member, ana: Member, now: datetime
) -> None:
    presented(draft, bruno, now, replace(ABOUT, upload=photo()))
    picture = current_of(fresh(draft)).blocks.get().picture
    made = keep_as_blueprint(fresh(draft), BlueprintData("Obra"), key="", by=bruno, at=now)
    presented(fresh(draft), bruno, now, ABOUT)
    assert picture and not is_gone(picture)
    present_blueprint(made, [ABOUT], revision=made.revision, by=bruno, at=now)
    plan = attach_to_blueprint(made, b"planta", name="planta.txt", by=bruno, at=now)
    detach_from_blueprint(plan, by=bruno, at=now)
    block = save_block(ShelfData("about", "Nós", upload=photo("navy")), company=aurora, by=ana, at=now)
    before = block.picture
    save_block(ShelfData("about", "Nós", without_picture=True), block=block, company=aurora, by=ana, at=now)
    assert before and is_gone(picture) and is_gone(plan.document) and is_gone(before)
    with time_machine.travel(now, tick=False):
        erase_what_left_no_event.enqueue()
    run_jobs(now)
    assert not any(default_storage.exists(one.path) for one in (picture, plan.document, before))


def is_gone(document: Document) -> bool:
    return Document.objects.get(pk=document.pk).removed_at is not None


@pytest.mark.parametrize("field", ["cliente.inexistente", "proposta.garantia", "prazo da obra"])
def test_a_field_without_meaning_or_value_is_not_sent(
    draft: Proposal, bruno: Member, carla: PanelUser, now: datetime, field: str
) -> None:
    body = f"<p>{{{{{field}}}}}</p>"
    presented(draft, bruno, now, BlockData("text", "Prazo", body))
    assert len(gaps_of(current_of(fresh(draft)), at=now)) == 1
    with pytest.raises(NotReady):
        sent(fresh(draft), bruno, now)
    presented(fresh(draft), bruno, now, BlockData("text", "Prazo", body, shown=False))
    assert gaps_of(current_of(fresh(draft)), at=now) == []


@pytest.mark.parametrize(
    "block",
    [BlockData("banner"), BlockData("about"), BlockData("about", "Nós", "<p>{{clausula.multa}}</p>"),
     BlockData("text", "T", "<p>a</p>" * 6000), BlockData("cover", upload=b"no picture")],
)  # fmt: skip
def test_what_cannot_be_printed_is_refused_and_nothing_is_kept(
    draft: Proposal, bruno: Member, now: datetime, block: BlockData
) -> None:
    with pytest.raises(Unfit):
        presented(draft, bruno, now, ABOUT, block)
    assert not current_of(draft).blocks.exists()


def test_what_runs_or_loads_is_taken_out(draft: Proposal, bruno: Member, now: datetime) -> None:
    presented(draft, bruno, now, BlockData("text", "Oi", '<p onclick="x">a<script>b</script><img src="//c"></p>'))
    [block] = current_of(draft).blocks.all()
    assert (block.body, plain(block.body)) == ("<p>a</p>", "a")


def test_a_reader_and_a_stranger_change_nothing(
    draft: Proposal, aurora: Company, iris: Member, eva: Member, bruno: Member, now: datetime
) -> None:
    shelf = save_block(ShelfData("about", "Nós"), company=aurora, by=bruno, at=now)
    for by in (iris, eva):
        with pytest.raises(NotAllowed):
            presented(draft, by, now, ABOUT)
        with pytest.raises(NotAllowed):
            save_block(ShelfData("about", "Deles"), block=shelf, company=aurora, by=by, at=now)
    with pytest.raises(TooManyBlocks):
        presented(draft, bruno, now, *[ABOUT] * 21)
