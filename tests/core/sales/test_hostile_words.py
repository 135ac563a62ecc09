"""Whatever people type stands whole on the paper, or is refused beside its field; and either is soon."""

import html
import time
import unicodedata
from datetime import datetime
from decimal import Decimal

import pytest

from aceite.core.contracts.drafting import add_written
from aceite.core.contracts.models import Contract, SignerRole
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.contracts.texts import Text
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.cleaning import DraftRefused
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.sending import NotReady
from aceite.core.trail.refusals import Unfit
from tests.kit.outside_judges import pdftotext
from tests.walk import draft_for, fresh, sent

pytestmark = [pytest.mark.django_db, pytest.mark.hostile, pytest.mark.usefixtures("carla")]

PATIENCE = 20.0
DRAWN = {
    "typst reads a file": '#read("/etc/passwd")',
    "typst runs": "#panic() $x^2$ *a* _b_ `c` @ref <label> // d /* e",
    "html": "<script>alert(1)</script> <b>x</b> &amp; &lt;",
    "another program's field": "{ {7*7} } {% load x %} {# y #}",
    "paths and commands": "../../etc/passwd; rm -rf / | $(id) `id`",
    "many breaks": "a\r\nb\rc\n\n\nd",
    "what Word leaves": "“aspas” – travessão… \u00a0fim",
    "accents apart from their letters": "Joa\u0303o, avo\u0301",
}
REFUSED = {
    "direction turned": "Total R$ 1\u202e000.1 $R",
    "isolated direction": "a\u2066b\u2069",
    "NUL": "a\0b",
    "escape": "a\x1b[31mb",
    "half a pair": "a\ud800b",
    "private use": "a\ue000b",
    "a word of a hundred thousand letters": "a" * 100_000,
    "five thousand marks": "a" + "\u0301" * 5000,
    "picture letters": "Forno 🔥",
    "a family": "👨\u200d👩\u200d👧",
    "Chinese": "烤箱",
    "Hebrew": "שלום",
    "Arabic": "مرحبا",
    "unassigned": "a\u0378b",
}


@pytest.fixture
def at(now: datetime) -> datetime:
    return now


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def words_of(document: Document | None) -> str:
    assert document is not None
    return squeezed(pdftotext(read(document)))


def offered(words: str, padaria: Customer, bruno: Member, at: datetime) -> Proposal:
    """A proposal with these words wherever words may stand."""
    line = DraftLine(words[:150], Decimal(1), Decimal(10), description=words, note=words)
    texts = dict.fromkeys(("introduction", "terms", "payment_text", "delivery_place", "warranty"), words)
    return draft_for(padaria, bruno, at, lines=[line], title=words[:100], **texts)


def contracted(words: str, padaria: Customer, bruno: Member, at: datetime) -> Contract:
    """A contract whose title and text are these words."""
    proposal = draft_for(padaria, bruno, at)
    body = f"<p>{html.escape(words)}</p>"
    contract = add_written(current_of(fresh(proposal)), Text(words[:100], body, "manual"), by=bruno, at=at)
    carla = PanelUser.objects.get(customer=padaria)
    set_signers(contract, [SignerPlan(carla, SignerRole.PARTY, carla.cpf)], by=bruno, at=at)
    return contract


@pytest.mark.parametrize("words", DRAWN.values(), ids=list(DRAWN))
def test_drawn_whole(words: str, padaria: Customer, bruno: Member, at: datetime) -> None:
    began = time.monotonic()
    contract = contracted(words, padaria, bruno, at)
    assert contract.version is not None
    sale = sent(contract.version.proposal, bruno, at)
    paper = sent(offered(words, padaria, bruno, at), bruno, at).shown
    assert time.monotonic() - began < 2 * PATIENCE
    wanted = squeezed(words)
    assert paper is not None and words_of(paper.paper).count(wanted) >= 5
    assert wanted in words_of(Contract.objects.get(version=fresh(sale).current).document)


@pytest.mark.parametrize("field", ["{{cliente.segredo}}", "{{}}", "{{7*7}}"])
def test_a_field_that_nothing_fills_is_told_before_the_contract_is_sent(
    padaria: Customer, bruno: Member, at: datetime, field: str
) -> None:
    contract = contracted(f"Total: {field}", padaria, bruno, at)
    assert contract.version is not None
    with pytest.raises(NotReady) as told:
        sent(contract.version.proposal, bruno, at)
    assert field in str(told.value.problems)


def test_braces_are_words_like_others_where_nothing_is_filled_in(
    padaria: Customer, bruno: Member, at: datetime
) -> None:
    words = "{{ }} {{ 7*7 }} {{7*7}} {% load x %}"
    paper = sent(offered(words, padaria, bruno, at), bruno, at).shown
    assert paper is not None and words_of(paper.paper).count(squeezed(words)) >= 5


@pytest.mark.parametrize("words", REFUSED.values(), ids=list(REFUSED))
def test_refused_beside_the_field(words: str, padaria: Customer, bruno: Member, at: datetime) -> None:
    began = time.monotonic()
    with pytest.raises(DraftRefused) as draft:
        offered(words, padaria, bruno, at)
    assert {"introduction", "terms"} <= {problem.field for problem in draft.value.problems}
    assert all(str(problem.sentence) for problem in draft.value.problems)
    with pytest.raises(Unfit) as contract:
        contracted(words, padaria, bruno, at)
    assert contract.value.field in {"title", "body"} and str(contract.value.sentence)
    assert time.monotonic() - began < PATIENCE
