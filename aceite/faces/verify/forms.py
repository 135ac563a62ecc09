"""What can be asked of the public page: a code typed from paper."""

from django import forms
from django.utils.translation import gettext_lazy

from aceite.faces.ui.fields import as_error
from aceite.faces.ui.forms import Form
from aceite.kit.codes import BadCode, format_code, parse_code


class CodeForm(Form):
    """The sixteen letters printed at the foot of each page."""

    code = forms.CharField(
        label=gettext_lazy("Código impresso no rodapé"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
        help_text=gettext_lazy("Quatro grupos de quatro, como 4F7K-9QZ2-M1XC-8R6T."),
    )

    def clean_code(self) -> str:
        """The code as it stands in an address."""
        try:
            return format_code(parse_code(str(self.cleaned_data["code"])))
        except BadCode as complaint:
            raise as_error(complaint) from None


class FileForm(forms.Form):
    """A file, or its SHA-256 alone as the visitor's own device computed it; and what the file is compared with."""

    sha256 = forms.RegexField(regex=r"\A[0-9a-f]{64}\Z", required=False)
    file = forms.FileField(required=False, allow_empty_file=True)
    other = forms.FileField(required=False, allow_empty_file=True)
