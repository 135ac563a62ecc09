"""The forms of an import: the file, then what each of its columns is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.imports.acts import Choice, FileData
from aceite.core.imports.columns import Column
from aceite.core.imports.models import Import, WhenKnown
from aceite.faces.office.forms.base import OfficeForm
from aceite.kit.sheet_reading import BIGGEST


class FileForm(OfficeForm):
    """The spreadsheet."""

    file = forms.FileField(
        label=_("Planilha"),
        help_text=_("XLSX ou CSV, até 20.000 linhas e 10 MB. A primeira linha diz o que há em cada coluna."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": _("Este arquivo está vazio. Escolha-o de novo.")},
    )

    def given(self) -> FileData:
        """What the verb takes; more than the limit is not read."""
        file = self.cleaned_data["file"]
        return FileData(name=file.name, content=file.read(BIGGEST + 1))


class ColumnsForm(OfficeForm):
    """For each column of the spreadsheet what it is, and what happens to what is known already."""

    when_known = forms.ChoiceField(
        label=_("Quando a linha já está no cadastro"),
        choices=WhenKnown.choices,
        widget=forms.RadioSelect,
        initial=WhenKnown.SKIP,
    )

    def __init__(self, data: Mapping[str, Any] | None, *, importing: Import, columns: Sequence[Column]) -> None:
        super().__init__(data)
        choices: list[tuple[str, Any]] = [("", _("Não importar"))]
        choices += [(column.name, f"{column.label} *" if column.needed else str(column.label)) for column in columns]
        self.names = [f"coluna-{n}" for n in range(len(importing.headings))]
        for name, heading, found in zip(self.names, importing.headings, importing.columns, strict=True):
            label = heading or _("(sem título)")
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=found)

    def choice(self) -> Choice:
        """What the verb takes."""
        return Choice([self.cleaned_data[name] for name in self.names], self.cleaned_data["when_known"])

    def shown(self) -> list[str]:
        """The columns as they stand chosen on the page."""
        return [str(self[name].value() or "") for name in self.names]

    def updates(self) -> bool:
        """Whether what is known already is changed, as the page stands."""
        return bool(self["when_known"].value() == WhenKnown.UPDATE)
