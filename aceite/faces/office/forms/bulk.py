"""What an act on many sales asks for, besides the sales."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.bulk.acts import MOST
from aceite.core.bulk.looking import Choice
from aceite.core.bulk.models import BulkKind, FileKind
from aceite.core.people.models import Member, MemberQuerySet
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import DateBRField


class BulkForm(OfficeForm):
    """The day until which proposals hold, who takes the sales over, or the kind of spreadsheet; nothing to remind."""

    key = forms.CharField(max_length=40, widget=forms.HiddenInput)
    # The sales that were shown, so that nothing is done to one that came into the filter since.
    sales = forms.CharField(required=False, widget=forms.HiddenInput)
    # The day or the seller for which the page has told already who changes and who does not.
    looked = forms.CharField(required=False, widget=forms.HiddenInput)
    valid_until = DateBRField(
        label=_("Nova validade"), help_text=_("Vale até o fim deste dia. Os clientes são avisados.")
    )
    seller = forms.ModelChoiceField(
        label=_("Quem passa a cuidar"), queryset=Member.objects.none(), empty_label=_("Escolha…")
    )
    file_kind = forms.ChoiceField(
        label=_("Tipo de planilha"), choices=FileKind.choices, initial=FileKind.XLSX, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, kind: BulkKind, members: MemberQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind is not BulkKind.EXTEND:
            del self.fields["valid_until"]
        if kind is BulkKind.REASSIGN:
            self.fields["seller"].queryset = members  # type: ignore[attr-defined]
        else:
            del self.fields["seller"]
        if kind is not BulkKind.EXPORT:
            del self.fields["file_kind"]

    def clean_sales(self) -> list[int]:
        """Their ids, in the order shown; what is no id is no sale."""
        ids = self.cleaned_data["sales"].split(",", MOST)
        return [int(one) for one in ids if one.isascii() and one.isdigit() and len(one) < 19]

    @property
    def shown(self) -> list[int]:
        """The sales the form was made for; none while it is only looked at."""
        return list(getattr(self, "cleaned_data", {}).get("sales", ()))

    @property
    def asks(self) -> str:
        """The field whose answer leaves some sales as they are, others not; "" where the kind of act says it all."""
        return next((name for name in ("valid_until", "seller") if name in self.fields), "")

    @property
    def decided(self) -> str:
        """What was answered there, as one word."""
        given = getattr(self, "cleaned_data", {}).get(self.asks)
        return str(given.pk if isinstance(given, Member) else given or "")

    def choice(self) -> Choice:
        """What is to be done with every sale."""
        given = self.cleaned_data
        file_kind = FileKind(given["file_kind"]) if "file_kind" in given else None
        return Choice(self.kind, given.get("valid_until"), given.get("seller"), file_kind)
