"""Colleagues, and one's own account."""

from collections.abc import Collection
from typing import Any, Final

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundWidget
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.rights import RIGHTS
from aceite.faces.ui.fields import CleanTextField
from aceite.faces.ui.forms import Form
from aceite.faces.ui.rights_fields import RightsFields
from aceite.outbound.mail.mail_stops import Topic
from aceite.outbound.mail.stopping import HINTS

_ZONES: Final = (
    ("", _("Como no aparelho")),
    ("America/Sao_Paulo", _("Brasília")),
    ("America/Manaus", _("Amazonas")),
    ("America/Rio_Branco", _("Acre")),
    ("America/Noronha", _("Fernando de Noronha")),
)


class RightsForm(RightsFields, Form):
    """What a colleague may do; seeing comes with the access. Nobody gives what she has not: `given` are the boxes that
    are there."""

    job_title = CleanTextField(label=_("Cargo"), max_length=80, required=False)

    def __init__(self, *args: Any, given: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for right in set(RIGHTS).difference(given):
            del self.fields[right]


class ColleagueForm(RightsForm):
    """Somebody new."""

    name = CleanTextField(label=_("Nome"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail"), error_messages={"invalid": _("Digite um e-mail como nome@empresa.com.br.")}
    )


class ProfileForm(Form):
    """One's name, language and zone."""

    name = CleanTextField(label=_("Nome"), max_length=120)
    language = forms.ChoiceField(label=_("Idioma"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Fuso horário"), required=False)

    def __init__(self, *args: object, zone: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Another zone, set elsewhere, stays choosable.
        others = [(zone, zone)] if zone not in dict(_ZONES) else []
        self.fields["zone"].choices = [*_ZONES, *others]  # type: ignore[attr-defined]  # a ChoiceField


class MailChoicesForm(Form):
    """The letters one may do without; those ticked go on."""

    wanted = forms.MultipleChoiceField(choices=Topic.choices, widget=forms.CheckboxSelectMultiple, required=False)

    @property
    def choices(self) -> "list[tuple[BoundWidget, str | Promise]]":
        """Each box with what it is about."""
        return [(box, HINTS[Topic(box.data["value"])]) for box in self["wanted"]]


class NewPasswordForm(Form):
    """A new password; the current one only when the session did not prove the mailbox."""

    current = forms.CharField(
        label=_("Senha atual"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("Senha nova"),
        strip=False,
        help_text=_("Pelo menos 10 letras ou números. As outras sessões são encerradas."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
