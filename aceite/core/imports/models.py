"""An import and what became of each of its rows."""

import json
import zlib
from datetime import timedelta
from typing import Any, Final

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.imports.states import ImportState, Outcome
from aceite.core.people.models import Member
from aceite.kit.sheet_reading import SheetRow

# For so long the rows stay, and with them the way back.
KEPT_FOR: Final = timedelta(days=30)


class ImportKind(models.TextChoices):
    """Which register is filled."""

    CUSTOMERS = "customers", _("Clientes")
    ITEMS = "items", _("Catálogo")
    PRICES = "prices", _("Tabelas de preços")


class WhenKnown(models.TextChoices):
    """What happens to a row whose CPF, CNPJ or code is in the register already."""

    SKIP = "skip", _("Deixar como está")
    UPDATE = "update", _("Atualizar com o que vem na planilha")


class ImportQuerySet(models.QuerySet["Import"]):
    """Questions asked of the imports."""

    def of_kind(self, kind: str) -> "ImportQuerySet":
        """Those of one register, the newest first."""
        return self.filter(kind=kind).order_by("-pk")

    def holding_rows(self) -> "ImportQuerySet":
        """Those whose rows were not let go."""
        return self.exclude(content=b"")


class Import(Owned):
    """One spreadsheet on its way into a register. `columns` names, for each of its columns, what it is; "" is nothing.

    `content` holds its rows (zipped JSON) until they are of no use any more; `done` of `total` were looked at.
    """

    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    state = models.CharField(max_length=10, default=ImportState.CHOOSING.value)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=160)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    when_known = models.CharField(max_length=6, choices=WhenKnown.choices, default=WhenKnown.SKIP)
    content = models.BinaryField(default=b"")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    form_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["company", "kind", "-id"], name="imports_newest_first")]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "form_key"], condition=~models.Q(form_key=""), name="one_import_per_form"
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    def keep(self, rows: list[SheetRow]) -> None:
        """Holds the rows."""
        told = json.dumps([[row.number, row.cells] for row in rows], ensure_ascii=False)
        self.content, self.total = zlib.compress(told.encode()), len(rows)

    def rows(self) -> list[SheetRow]:
        """The rows of the spreadsheet; none once they were let go."""
        content = bytes(self.content)
        return [SheetRow(number, cells) for number, cells in json.loads(zlib.decompress(content))] if content else []


class ImportedRowQuerySet(models.QuerySet["ImportedRow"]):
    """Questions asked of the rows."""

    def failed(self) -> "ImportedRowQuerySet":
        """Those that did not come in, as the spreadsheet has them."""
        return self.filter(outcome=Outcome.FAILED).order_by("number")

    def to_undo(self) -> "ImportedRowQuerySet":
        """Those that did something which nobody tried to take back yet, the last first."""
        return self.filter(outcome__in=[Outcome.CREATED, Outcome.CHANGED], undone=None).order_by("-number")

    def stayed(self) -> "ImportedRowQuerySet":
        """Those that could not be taken back."""
        return self.filter(undone=False).order_by("number")

    def tallied(self) -> dict[str, int]:
        """How many rows came to each outcome."""
        return {row["outcome"]: row["n"] for row in self.values("outcome").order_by().annotate(n=models.Count("pk"))}


class ImportedRow(Owned):
    """What became of row `number`. `target` is the customer or item; `before` and `after` hold the fields it changed
    (all of them where it made the target), `people` the contacts it added, `errors` pairs of column and sentence.

    `undone` is None until somebody takes the import back; False where that could not be, `errors` saying why.
    """

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="outcomes")
    number = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8)
    target = models.BigIntegerField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    people = models.JSONField(default=list)
    errors = models.JSONField(default=list)
    undone = models.BooleanField(null=True)

    objects = ImportedRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(F("company"), F("of"), F("number"), name="each_row_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.outcome}"

    @property
    def told(self) -> list[tuple[str, str]]:
        """Column and sentence of each error."""
        return [(str(column), str(sentence)) for column, sentence in self.errors]

    def values(self) -> dict[str, Any]:
        """What was there before, as the verbs take it."""
        return dict(self.before)
