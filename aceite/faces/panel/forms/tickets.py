"""What the customer writes in a support thread."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.proposals.models import Proposal
from aceite.core.tickets.writing import Words
from aceite.faces.ui.fields import CleanTextField
from aceite.faces.ui.forms import Form
from aceite.faces.ui.ticket_forms import MessageFields, fresh, words_of


class MessageForm(MessageFields, Form):
    """A text and files."""

    @classmethod
    def new(cls) -> "MessageForm":
        """An empty form with a key of its own."""
        return cls(initial=fresh())

    def words(self) -> Words:
        """What the verb takes."""
        return words_of(self)


class NewTicketForm(MessageForm):
    """What it is about, beside the first message."""

    subject = CleanTextField(label=gettext_lazy("Assunto"), max_length=160, drawable=False)
    sale = forms.ChoiceField(label=gettext_lazy("Sobre"), required=False)
    field_order = ("sale", "subject", "text", "added", "key")

    @classmethod
    def asked(cls, number: str) -> "NewTicketForm":
        """An empty form with a key of its own, about the sale of this number."""
        return cls(initial={**fresh(), "sale": number})

    def about(self, sales: Iterable[Proposal]) -> None:
        """Offer these sales, and none."""
        named = [(one.number, _called(one)) for one in sales]
        self.fields["sale"].choices = [("", _("Outro assunto")), *named]  # type: ignore[attr-defined]


def _called(sale: Proposal) -> str:
    order = getattr(sale, "order", None)
    title = sale.shown.title if sale.shown else sale.title
    said = {"number": order.number if order else sale.number, "title": title}
    return (_("Pedido %(number)s · %(title)s") if order else _("Proposta %(number)s · %(title)s")) % said
