"""One payment of a plan in the words that every page and letter uses for it."""

from dataclasses import dataclass

from aceite.core.conditions.models import PaymentMethod
from aceite.core.receivables.expecting import Owed
from aceite.core.receivables.numbers import part_words


@dataclass(frozen=True)
class OwedInWords:
    """What shows one payment; each page adds what it shows besides."""

    owed: Owed

    @property
    def title(self) -> str:
        """Which payment it is."""
        return part_words(self.owed.number, self.owed.due_on)

    @property
    def method(self) -> str:
        """How it is paid."""
        return str(PaymentMethod(self.owed.method).label)
