"""The form of a company's own consent terms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.signatures.terms_saving import LONGEST_ADDED, LONGEST_DECLARATION, WrittenMeanwhile
from aceite.core.signatures.wording import OwnWords
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField


class TermsForm(OfficeForm):
    """What may be put in the place of the product's declaration, and what comes after everything else."""

    declaration = CleanTextField(
        label=_("Declaração de quem assina"), max_length=LONGEST_DECLARATION, multiline=True, required=False,
        help_text=_("Entra no lugar do parágrafo sobre identidade e poderes. Em branco, vale o do produto."),
    )  # fmt: skip
    added = CleanTextField(
        label=_("Termos da empresa"), max_length=LONGEST_ADDED, multiline=True, required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Vêm depois do texto do produto, com o nome da empresa. Cada linha é um parágrafo."),
    )  # fmt: skip
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    def take_note_of(self, newest: int) -> None:
        """The writer was told of a colleague's version: sent once more, hers comes after it."""
        if isinstance(self.refusal, WrittenMeanwhile):
            self.data = {**{name: self.data[name] for name in self.data}, "after": str(newest)}

    @property
    def words(self) -> OwnWords:
        """What was written."""
        return OwnWords(self.cleaned_data["declaration"], self.cleaned_data["added"])
