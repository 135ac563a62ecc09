"""What both sides write in a support thread: a text and files."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.proposals.attaching import KINDS, MAX_ATTACHMENT_BYTES
from aceite.core.tickets.files import MAX_FILES, Given
from aceite.core.tickets.writing import LONGEST, Words
from aceite.faces.ui.fields import CleanTextField, FileListField
from aceite.kit.codes import new_nonce

ACCEPTED: Final = ",".join(f".{ending}" for ending in KINDS)


class MessageFields(forms.Form):
    """The fields of one message; `key` is the form's own, so that it is written once."""

    text = CleanTextField(
        label=_("Mensagem"), max_length=LONGEST, multiline=True, drawable=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    added = FileListField(
        label=_("Arquivos"), accept=ACCEPTED, max_files=MAX_FILES, max_bytes=MAX_ATTACHMENT_BYTES, required=False
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


def words_of(form: forms.Form) -> Words:
    """What the verb takes of a valid form."""
    said = form.cleaned_data
    files = [Given(page.file.name or "", page.file.read()) for page in said["added"] or ()]
    return Words(said["text"], said["key"], files)


def fresh() -> dict[str, str]:
    """What a form begins with."""
    return {"key": new_nonce()}
