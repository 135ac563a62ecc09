"""What the clock does for the figures: changes told by the sales are added up."""

from datetime import timedelta

from aceite.core.companies.scope import Door, everywhere, scoped
from aceite.core.jobs.queue import job
from aceite.core.jobs.schedule import every
from aceite.core.proposals.tallying import fold, to_fold


@every(timedelta(minutes=1))
@job()
def fold_tallies() -> None:
    """Of each company whose sales changed, so that telling its figures stays quick."""
    with everywhere(Door.JOBS):
        companies = to_fold()
    for company_id in companies:
        with scoped(company_id):
            fold(company_id)
