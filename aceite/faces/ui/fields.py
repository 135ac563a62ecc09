"""Form fields that read what Brazilians type and show it again as it was typed."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aceite.faces.ui.formats import trimmed
from aceite.faces.ui.rich_fields import FileListField, MarkField
from aceite.faces.ui.widgets import TypedInput
from aceite.kit import brazil, fonts, money, taxid, text
from aceite.kit.sentences import Complaint

__all__ = [
    "CEPField",
    "CleanTextField",
    "DateBRField",
    "DecimalBRField",
    "FileListField",
    "MarkField",
    "MoneyField",
    "PercentField",
    "PhoneField",
    "TaxIdField",
    "as_error",
]


def as_error(complaint: Complaint) -> ValidationError:
    """Turn a tool's complaint into an error beside the field, in the reader's language."""
    return ValidationError(_(complaint.sentence), params=dict(complaint.details) or None)


class _TypedField(forms.Field):
    """A field whose value is read from typed text; empty text is None."""

    def to_python(self, value: Any) -> Any:
        """Read what was typed; what is no text already is the value."""
        if not isinstance(value, str):
            return value
        typed = value.strip()
        if not typed:
            return None
        try:
            return self.read(typed)
        except Complaint as complaint:
            raise as_error(complaint) from complaint

    def prepare_value(self, value: Any) -> Any:
        """Write a value as people type it; what was typed stays as typed."""
        return value if value is None or self._was_typed(value) else self.write(value)

    def _was_typed(self, value: Any) -> bool:
        return isinstance(value, str)

    def read(self, typed: str) -> Any:
        """Parse; raises a Complaint."""
        raise NotImplementedError

    def write(self, value: Any) -> str:
        """Format a value for typing on."""
        raise NotImplementedError


class DecimalBRField(_TypedField):
    """A number with at most `places` decimals; the cleaned value is a Decimal or None."""

    least_places = 0

    def __init__(
        self, *, places: int = 4, min_value: Decimal | None = None, max_value: Decimal | None = None, **kwargs: Any
    ) -> None:
        self.places = places
        self.min_value = min_value
        self.max_value = max_value
        super().__init__(**({"widget": TypedInput("number", inputmode="decimal")} | kwargs))

    def read(self, typed: str) -> Decimal:
        """Parse 1.234,56 and its kin."""
        return money.parse_decimal_br(typed.removesuffix("%").strip())

    def validate(self, value: Decimal | None) -> None:
        """Refuse too many decimals and what lies outside the bounds."""
        super().validate(value)
        if value is None:
            return
        if value != value.quantize(Decimal(1).scaleb(-self.places)):
            raise ValidationError(_("Use no máximo %(places)s casas decimais."), params={"places": self.places})
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(_("O menor valor aceito é %(limit)s."), params={"limit": self.write(self.min_value)})
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(_("O maior valor aceito é %(limit)s."), params={"limit": self.write(self.max_value)})

    def write(self, value: Decimal) -> str:
        """Write with the places it needs."""
        return trimmed(Decimal(value), self.least_places)


class MoneyField(DecimalBRField):
    """An amount in reais, never negative unless `min_value` says otherwise; `places` up to 10 for unit prices."""

    least_places = 2

    def __init__(self, *, places: int = 2, min_value: Decimal | None = money.ZERO, **kwargs: Any) -> None:
        widget = TypedInput("money", prefix="R$", inputmode="decimal")
        super().__init__(places=places, min_value=min_value, **({"widget": widget} | kwargs))


class PercentField(DecimalBRField):
    """A percentage from 0 to 100."""

    def __init__(self, *, places: int = 4, **kwargs: Any) -> None:
        bounds = {"min_value": Decimal(0), "max_value": Decimal(100)}
        widget = TypedInput("number", suffix="%", inputmode="decimal")
        super().__init__(places=places, **(bounds | {"widget": widget} | kwargs))


class DateBRField(_TypedField):
    """A day; 24/11/2026, 24112026 (phones' number pads lack the slash) and the ISO form are read."""

    def __init__(self, **kwargs: Any) -> None:
        widget = TypedInput("date", inputmode="numeric", placeholder="dd/mm/aaaa")
        super().__init__(**({"widget": widget} | kwargs))

    def read(self, typed: str) -> date:
        """Parse a day."""
        if bare := re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})", typed):
            typed = "/".join(bare.groups())
        return brazil.parse_date_br(typed)

    def write(self, value: date) -> str:
        """Write 24/11/2026."""
        return brazil.format_date_br(value)


class _CodeField(_TypedField):
    """A number of a person, firm or place: kept bare, shown with its points. Empty is the empty string."""

    def to_python(self, value: Any) -> str:
        """Read to the bare form."""
        return super().to_python(value) or ""

    def _was_typed(self, value: Any) -> bool:
        # A stored code and a typed one are both text: write() leaves alone what it does not know.
        return False


class TaxIdField(_CodeField):
    """A CPF or CNPJ (`only` one of them when given); the cleaned value is its stored form."""

    def __init__(self, *, only: taxid.Kind | None = None, **kwargs: Any) -> None:
        self.only = only
        keyboard = {"inputmode": "numeric"} if only == "cpf" else {"autocapitalize": "characters"}
        super().__init__(**({"widget": TypedInput("taxid", spellcheck="false", **keyboard)} | kwargs))

    def read(self, typed: str) -> str:
        """Parse and judge the check digits."""
        if self.only and len(taxid.normalize(typed)) not in (11, 14):
            raise ValidationError(
                _("Digite os 11 números do CPF.")
                if self.only == "cpf"
                else _("Digite os 14 números ou letras do CNPJ.")
            )
        bare = taxid.parse_taxid(typed)
        if self.only and taxid.kind_of(bare) != self.only:
            raise ValidationError(
                _("Aqui vai um CPF (11 números), não um CNPJ.")
                if self.only == "cpf"
                else _("Aqui vai um CNPJ (14 números ou letras), não um CPF.")
            )
        return bare

    def write(self, value: str) -> str:
        """Write a valid one with its points."""
        return taxid.format_taxid(value) if value == taxid.normalize(value) and taxid.kind_of(value) else value


class CEPField(_CodeField):
    """A postal code; the cleaned value is its eight digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = TypedInput("cep", inputmode="numeric", autocomplete="postal-code")
        super().__init__(**({"widget": widget} | kwargs))

    def read(self, typed: str) -> str:
        """Parse eight digits."""
        return brazil.parse_cep(typed)

    def write(self, value: str) -> str:
        """Write 01310-100."""
        return brazil.format_cep(value) if re.fullmatch("[0-9]{8}", value) else value


class PhoneField(_CodeField):
    """A telephone number; the cleaned value is E.164 (+5511987654321)."""

    def __init__(self, **kwargs: Any) -> None:
        widget = TypedInput("phone", inputmode="tel", autocomplete="tel")
        super().__init__(**({"widget": widget} | kwargs))

    def read(self, typed: str) -> str:
        """Parse a number of anywhere, Brazilian when no country is given."""
        return brazil.parse_phone(typed)

    def write(self, value: str) -> str:
        """Write a stored number as Brazilians do."""
        return brazil.format_phone(value) if re.fullmatch(r"\+55[0-9]{10,11}", value) else value


class CleanTextField(forms.CharField):
    """Text as people paste it, mended and judged by `kit.text`; `mended` counts what was changed silently.

    `drawable` asks that documents' font can show it; the characters it cannot are named, never dropped.
    """

    def __init__(self, *, max_length: int = 200, multiline: bool = False, drawable: bool = True, **kwargs: Any) -> None:
        self.multiline = multiline
        self.drawable = drawable
        self.mended = 0
        self.longest = max_length
        widget = forms.Textarea(attrs={"rows": 4}) if multiline else forms.TextInput()
        # Too long text is refused with its own sentence; a maxlength in the page would cut it silently.
        super().__init__(strip=False, **({"widget": widget} | kwargs))

    def to_python(self, value: Any) -> str:
        """Mend and judge."""
        typed = super().to_python(value) or ""
        try:
            cleaned = text.clean(typed, max_length=self.longest, multiline=self.multiline)
            if self.drawable:
                fonts.refuse_undrawable(cleaned.text)
        except Complaint as complaint:
            raise as_error(complaint) from complaint
        self.mended = cleaned.mended
        return cleaned.text
