"""Files that go with a proposal."""

from django.utils.translation import gettext_lazy as _

from aceite.core.proposals.attaching import KINDS, MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import FileListField


class AttachmentsForm(OfficeForm):
    """One or more files, in their order."""

    added = FileListField(
        label=_("Arquivos"), accept=",".join(f".{ending}" for ending in KINDS),
        max_files=MAX_ATTACHMENTS, max_bytes=MAX_ATTACHMENT_BYTES,
        help_text=_("Desenhos, memoriais, catálogos. O cliente baixa; o conteúdo fica congelado com a versão enviada."),
    )  # fmt: skip
