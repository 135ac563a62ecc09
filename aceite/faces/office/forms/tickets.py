"""The vendor's answer in a support thread."""

from aceite.core.tickets.writing import Words
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.ticket_forms import MessageFields, fresh, words_of


class TicketForm(MessageFields, OfficeForm):
    """A text and files."""

    @classmethod
    def new(cls) -> "TicketForm":
        """An empty form with a key of its own."""
        return cls(initial=fresh())

    def words(self) -> Words:
        """What the verb takes."""
        return words_of(self)
