"""What follows a restored database: nobody is inside any more, no code is open, and every chain says where it was cut.

What was recorded after the copy is lost to the trail but not to who holds a receipt of it: the event tells up to which
place the copy went, so that such a receipt is called later than the copy, and not a sign of tampering.
"""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import connection, transaction

from aceite.core.companies.scope import Door, everywhere
from aceite.core.people.models import Challenge, OneTimeCode
from aceite.core.sales.models import Dossier
from aceite.core.signatures.models import Statement
from aceite.core.trail.actors import System
from aceite.core.trail.models import GENESIS
from aceite.core.trail.recording import Held, record
from aceite.project.backup.description import ChainHead, Description
from aceite.project.backup.progress import Progress, Tell
from aceite.project.backup.survey import ends_of_chains
from aceite_verify.restored import RESTORED


def follow_up(description: Description, *, at: datetime, tell: Tell) -> None:
    """Ends what was open when the copy was made and adds `trail.restored` to every chain, all in one transaction."""
    progress = Progress("correntes", len(description.chains), tell)
    with transaction.atomic(), everywhere(Door.OPERATOR):
        _end_what_was_open(at)
        with connection.cursor() as cursor:
            ends = {(end.company, end.chain): Held(end.seq, end.head) for end in ends_of_chains(cursor)}
        for chain in description.chains:
            _tell_the_chain(chain, ends.get((chain.company, chain.chain)) or Held(0, GENESIS), at)
            progress.step()


def _end_what_was_open(at: datetime) -> None:
    Session.objects.all().delete()
    Challenge.objects.all().delete()
    OneTimeCode.objects.filter(used_at=None, voided_at=None).update(voided_at=at)
    # Made again when somebody asks: they are no part of a backup.
    Dossier.objects.holding_files().update(forgotten_at=at)
    Statement.objects.filter(confirmed_at=None, expires_at__gt=at).update(expires_at=at)


def _tell_the_chain(chain: ChainHead, end: Held, at: datetime) -> None:
    # Nobody else is here, so no chain is locked: PostgreSQL has room for some thousands of locks in a transaction.
    sale = None if chain.chain == "company" else int(chain.chain.removeprefix("sale/"))
    data = {"until_seq": chain.seq, "until_head": chain.head}
    record(RESTORED, by=System(chain.company), at=at, sale=sale, data=data, held=end)
