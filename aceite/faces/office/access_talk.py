"""Part of the office's door: what people tell each other, and who is away."""

from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from aceite.core.comments.models import Comment, CommentQuerySet
from aceite.core.notices.models import Notice, NoticeQuerySet
from aceite.core.notices.sight import still_told
from aceite.core.people.models import Absence, AbsenceQuerySet, MemberQuerySet
from aceite.core.people.standing_in import places_taken
from aceite.core.tickets.models import Ticket, TicketFile, TicketQuerySet
from aceite.faces.office.access_sight import Sight
from aceite.outbound.mail.models import MailText


class Talk(Sight):
    """Notices, comments, support threads and absences as one member may reach them."""

    @property
    def notices(self) -> NoticeQuerySet:
        """What this member was told of in the app and may still see, the newest first."""
        return Notice.objects.of(self.member).filter(self._told)

    @cached_property
    def _told(self) -> Q:
        return still_told(self.member, at=timezone.now())

    @property
    def mail_texts(self) -> "QuerySet[MailText]":
        """The words the company chose for its mails."""
        return MailText.objects.filter(company=self.company)

    @property
    def comments(self) -> CommentQuerySet:
        """What colleagues wrote about sales."""
        return self._of_seen(Comment.objects.filter(company=self.company), "proposal__")

    @property
    def tickets(self) -> TicketQuerySet:
        """The customers' support threads about the sales she sees, and about none."""
        rows = Ticket.objects.filter(company=self.company)
        return rows if self.sellers is None else rows.filter(Q(proposal=None) | Q(proposal__in=self.open_sales))

    @property
    def ticket_files(self) -> "QuerySet[TicketFile]":
        """The files that came with them."""
        return TicketFile.objects.filter(message__ticket__in=self.tickets)

    @property
    def absences(self) -> AbsenceQuerySet:
        """When members are away, those taken back too."""
        return Absence.objects.filter(company=self.company)

    @cached_property
    def away(self) -> dict[int, Absence]:
        """Who is away today, with her stand-in; of several absences of one the first. One query."""
        today = timezone.now().astimezone(self.company.tz).date()
        rows = self.absences.on(today).select_related("stand_in").order_by("-pk")
        return {row.member_id: row for row in rows}

    @property
    def places_taken(self) -> MemberQuerySet:
        """The absent colleagues in whose right this member answers today."""
        return places_taken(self.member, at=timezone.now())
