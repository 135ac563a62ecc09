"""The forms of entering: an address with a password, a code, a new password, and one's own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aceite.core.people.models import User
from aceite.core.people.profile import Profile
from aceite.faces.office.forms.base import ZONES, EmailField, OfficeForm
from aceite.faces.ui.code_fields import CodeField
from aceite.faces.ui.fields import CleanTextField


def _password(label: object, completion: str, **more: object) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": completion})
    return forms.CharField(label=label, strip=False, widget=widget, max_length=200, **more)  # type: ignore[arg-type]


class EnterForm(OfficeForm):
    """An address and its password."""

    email = EmailField(widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}))
    password = _password(_("Senha"), "current-password")


class AskCodeForm(OfficeForm):
    """To which address the code goes."""

    email = EmailField(widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}))


class CodeForm(OfficeForm):
    """The digits that came by mail."""

    code = CodeField(label=_("Código que enviamos"))


class PasswordForm(OfficeForm):
    """A new password. The present one is asked for only where the mailbox was not proved a short while ago."""

    current = _password(_("Senha atual"), "current-password", required=False)
    password = _password(
        _("Nova senha"), "new-password", help_text=_("Pelo menos 10 caracteres. Uma frase curta funciona bem.")
    )

    def asking_current(self, asked: bool) -> None:
        """Whether the present password must be typed."""
        if asked:
            self.fields["current"].required = True
        else:
            del self.fields["current"]


class InvitedForm(OfficeForm):
    """The password of somebody who enters for the first time; without one, a code comes by mail each time."""

    password = _password(
        _("Escolha uma senha"),
        "new-password",
        required=False,
        help_text=_("Pelo menos 10 caracteres. Deixe em branco para entrar sempre com um código por e-mail."),
    )


class AccountForm(OfficeForm):
    """Name, language and zone of one's own account."""

    name = CleanTextField(label=_("Nome"), max_length=120)
    language = forms.ChoiceField(label=_("Idioma"), choices=settings.LANGUAGES)
    zone = forms.ChoiceField(label=_("Fuso horário"), required=False, choices=[("", _("O mesmo do aparelho")), *ZONES])

    @classmethod
    def of(cls, user: User) -> dict[str, object]:
        """What the form shows before anything is typed."""
        return {name: getattr(user, name) for name in cls.base_fields}

    def given(self) -> Profile:
        """What the verb takes."""
        return Profile(**self.cleaned_data)
