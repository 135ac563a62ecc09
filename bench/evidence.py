"""What must be true of the rows, chains, files and mails once everything has calmed down."""

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Count
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from aceite.core.companies.scope import Door, everywhere
from aceite.core.contracts.models import Contract, Signer
from aceite.core.jobs.models import DeadLetter
from aceite.core.sales.models import Approval, Order
from aceite.core.signatures.models import Statement
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import verify_chains, verify_openings
from aceite.outbound.mail.models import Delivery, State
from bench.house import House, Sale

# What one whole visit leaves in its chain, each once.
ONCE: Final = ("contract.signed", "contract.completed", "contract.filed", "proposal.approved", "order.made")
# What it must have told, by the letters' names.
LETTERS: Final = ("all_signed", "approved", "seller_approved", "seller_signed", "order_made")
_MESSAGE_ID: Final = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
PATIENCE: Final = 120.0


def wait_for_queue() -> None:
    """Until no job is left, or none has ended for two minutes."""
    left, since = -1, time.monotonic()
    while True:
        with everywhere(Door.JOBS):
            now = DBTaskResult.objects.filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]).count()
        if now == 0:
            return
        if now != left:
            left, since = now, time.monotonic()
        elif time.monotonic() - since > PATIENCE:
            print(f"{now} jobs are stuck", flush=True)
            return
        time.sleep(1)


def found_wrong(house: House, sales: list[Sale]) -> list[str]:
    """Every sentence is one thing lost, doubled or broken."""
    with everywhere(Door.OPERATOR):
        return [*_rows(sales), *_numbers(sales), *_chains(sales), *_files(), *_jobs(), *_mails(sales)]


def _rows(sales: list[Sale]) -> Iterator[str]:
    ids = [sale.proposal.pk for sale in sales]
    counted = {
        "approvals": Approval.objects.filter(undone_at=None).values_list("proposal_id"),
        "orders": Order.objects.values_list("proposal_id"),
        "signatures": Signer.objects.filter(statement__confirmed_at__isnull=False).values_list(
            "contract__version__proposal_id"
        ),
        "statements of signing": Statement.objects.filter(act="sign", confirmed_at__isnull=False).values_list(
            "sale_id"
        ),
        "statements of approval": Statement.objects.filter(act="approve", confirmed_at__isnull=False).values_list(
            "sale_id"
        ),
    }
    for name, rows in counted.items():
        found = dict(rows.annotate(found=Count("pk")))
        yield from (f"sale {pk}: {found.get(pk, 0)} {name}" for pk in ids if found.get(pk, 0) != 1)


def _numbers(sales: list[Sale]) -> Iterator[str]:
    drawn = sorted(Order.objects.values_list("sequence", flat=True))
    if drawn != list(range(1, len(sales) + 1)):
        yield f"the orders' numbers have a gap: {len(drawn)} orders, the last is number {drawn[-1] if drawn else 0}"


def _chains(sales: list[Sale]) -> Iterator[str]:
    yield from (f"{broken.chain} {broken.seq}: {broken.reason}" for broken in (*verify_chains(), *verify_openings()))
    found = Counter(Event.objects.filter(kind__in=ONCE).values_list("chain", "kind"))
    for sale in sales:
        chain = f"sale/{sale.proposal.pk}"
        yield from (f"{chain}: {found[chain, kind]} × {kind}" for kind in ONCE if found[chain, kind] != 1)


def _files() -> Iterator[str]:
    missing = {
        "signed contracts": Contract.objects.filter(signed_file=None, version__isnull=False),
        "approvals": Approval.objects.filter(file=None),
        "orders": Order.objects.filter(paper=None),
    }
    yield from (f"{rows.count()} {name} without their file" for name, rows in missing.items() if rows.exists())


def _jobs() -> Iterator[str]:
    if left := DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).count():
        yield f"{left} jobs were not done"
    if dead := DeadLetter.objects.count():
        yield f"{dead} jobs were given up"


def _mails(sales: list[Sale]) -> Iterator[str]:
    left = Delivery.objects.exclude(state__in=[State.SENT, State.MAYBE_TWICE, State.SKIPPED])
    yield from (f"mail {delivery} stands at {delivery.state}" for delivery in left)
    gone = Delivery.objects.filter(state__in=[State.SENT, State.MAYBE_TWICE])
    told = set(gone.values_list("sale_id", "letter"))
    for sale in sales:
        pk = sale.proposal.pk
        yield from (f"sale {pk}: no mail {letter}" for letter in LETTERS if (pk, letter) not in told)
    arrived = _arrived()
    for delivery in gone:
        copies = arrived[delivery.message_id]
        if copies < 1 or (copies > 1 and delivery.state != State.MAYBE_TWICE):
            yield f"mail {delivery.message_id} ({delivery.state}) arrived {copies} times"


def _arrived() -> Counter[str]:
    """How many copies of each mail the mail server took: its files, by Message-ID."""
    files = (file.read_bytes() for file in Path(settings.MAIL_FOLDER).glob("*.log"))
    return Counter(found.decode() for data in files for found in _MESSAGE_ID.findall(data))
