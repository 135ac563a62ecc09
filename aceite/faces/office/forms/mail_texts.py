"""The form of a letter's words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField
from aceite.outbound.mail.text_saving import LONGEST


class TextForm(StandingForm):
    """Subject and paragraphs; an empty line parts paragraphs."""

    subject = CleanTextField(label=_("Assunto"), max_length=160, drawable=False)
    body = CleanTextField(
        label=_("Texto"), max_length=LONGEST, multiline=True, drawable=False,
        widget=forms.Textarea(attrs={"rows": 8}), help_text=_("Uma linha em branco separa os parágrafos."),
    )  # fmt: skip
