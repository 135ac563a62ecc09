"""What is pasted or uploaded as a table, and what its columns are taken for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.proposals.pasting import Column
from aceite.faces.office.forms.base import OfficeForm

MOST_LETTERS = 500_000
MOST_BYTES = 2 * 1024 * 1024

COLUMNS = (
    (Column.NONE.value, _("Não usar")),
    (Column.CODE.value, _("Código")),
    (Column.NAME.value, _("Item")),
    (Column.DESCRIPTION.value, _("Descrição")),
    (Column.NOTE.value, _("Observação")),
    (Column.QUANTITY.value, _("Quantidade")),
    (Column.UNIT.value, _("Unidade")),
    (Column.PRICE.value, _("Preço unitário")),
    (Column.DISCOUNT.value, _("Desconto em %")),
    (Column.RECURS.value, _("Pago (por mês, por ano…)")),
    (Column.PERIODS.value, _("Quantas vezes")),
)


class PasteForm(OfficeForm):
    """Cells copied from a spreadsheet, or the file itself."""

    text = forms.CharField(
        label=_("Células copiadas"), required=False, max_length=MOST_LETTERS, strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("Selecione as células no Excel, no LibreOffice ou no Google Planilhas, copie e cole aqui."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Ou o arquivo"), required=False,
        help_text=_("XLSX, XLS, ODS ou CSV de até 2 MB: vale a primeira planilha."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )  # fmt: skip

    def clean(self) -> None:
        """One of both, and not too much."""
        file = self.cleaned_data.get("file")
        if file and (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("O arquivo passa de 2 MB. Deixe nele só as linhas da proposta."))
        elif not file and not (self.cleaned_data.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("Cole as células, ou escolha um arquivo."))
