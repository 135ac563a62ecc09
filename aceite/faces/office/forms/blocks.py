"""The form of a block of presentation, in a proposal or in the library."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.blueprints.block_texts import LONGEST_BODY, LONGEST_TITLE, UNTITLED
from aceite.core.blueprints.library import Block
from aceite.core.blueprints.shelving import ShelfData
from aceite.core.proposals.blocks import BlockText
from aceite.core.proposals.choices import BlockKind
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.contracts import merge_fields
from aceite.faces.office.forms.richtext import RichTextField
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField, FileListField
from aceite.kit.imaging.photos import BIGGEST

_PHOTO: Final = ".jpg,.jpeg,.png,.webp,.heic,.heif"


class _WithPicture(OfficeForm):
    """Title, text and one picture."""

    title = CleanTextField(label=_("Título"), max_length=LONGEST_TITLE)
    body = RichTextField(label=_("Texto"), max_length=LONGEST_BODY, required=False)
    photo = FileListField(label=_("Imagem"), accept=_PHOTO, max_files=1, max_bytes=BIGGEST, required=False)
    without_picture = forms.BooleanField(label=_("Tirar a imagem"), required=False)

    def __init__(self, *args: Any, has_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].widget.fields = merge_fields()
        if not has_picture:
            del self.fields["without_picture"]


class BlockForm(_WithPicture):
    """A block of one proposal; what it is was chosen before. Two who save it are told apart by the revision alone."""

    shown = forms.BooleanField(label=_("Aparece na proposta"), required=False)
    after = forms.BooleanField(label=_("Fica depois dos itens e das condições"), required=False)

    def __init__(self, *args: Any, block: BlockText, **kwargs: Any) -> None:
        super().__init__(*args, has_picture=block.picture_id is not None, **kwargs)
        self.fields["title"].required = block.kind not in UNTITLED
        if block.kind == BlockKind.COVER:
            del self.fields["after"]
            self.fields["title"].widget = forms.HiddenInput()
            self.fields["photo"].help_text = _("Preenche a metade da primeira página. Prefira uma foto deitada.")
        if block.kind == BlockKind.CLOSING:
            self.fields["photo"].label = _("Imagem da assinatura")
            self.fields["photo"].help_text = _("Sai acima do nome, do e-mail e do telefone do vendedor.")

    @staticmethod
    def of(block: BlockText) -> dict[str, Any]:
        """What the form shows at first."""
        return {name: getattr(block, name) for name in ("title", "body", "after", "shown")}


class ShelfForm(StandingForm, _WithPicture):
    """A block of the library."""

    kind = forms.ChoiceField(label=_("Tipo"), choices=BlockKind.choices, initial=BlockKind.ABOUT)
    usual = forms.BooleanField(label=_("Entra em toda proposta nova"), required=False)

    @staticmethod
    def of(block: Block | None) -> dict[str, Any]:
        """What the form shows at first."""
        return {name: getattr(block, name) for name in ("kind", "title", "body", "usual")} if block else {}

    def given(self) -> ShelfData:
        """What the verb takes."""
        values = self.cleaned_data
        return ShelfData(
            values["kind"], values["title"], values["body"], values["usual"], upload_in(values),
            values.get("without_picture", False),
        )  # fmt: skip


def upload_in(values: dict[str, Any]) -> bytes:
    """The bytes of the picture that was sent; none for none."""
    pages = values.get("photo") or []
    data: bytes = pages[0].file.read() if pages else b""
    return data
