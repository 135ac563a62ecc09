"""What amending a contract and writing down its end ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.agreements.models import Side
from aceite.core.agreements.terminating import LONGEST_REASON, MAX_BYTES, Ending
from aceite.core.proposals.changes import ADDS, AMENDMENT, KEEPS, REPLACES, TERMINATION, Change
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField, DateBRField


class ChangeForm(OfficeForm):
    """What an amendment changes of the contract, while it is written."""

    effective_on = DateBRField(label=_("Vale a partir de"), required=False, help_text=_("Vazio: do dia da aprovação."))
    ends = forms.ChoiceField(
        label=_("Fim do contrato"),
        choices=[
            (KEEPS, _("Continua como está")),
            ("date", _("Passa a ser em uma data")),
            ("open", _("Fica sem prazo")),
        ],
    )
    ends_on = DateBRField(label=_("Novo último dia"), required=False)
    recurring = forms.ChoiceField(
        label=_("O que é recorrente neste aditivo"),
        choices=[(ADDS, _("Soma-se ao que já se paga")), (REPLACES, _("Fica no lugar do que já se paga"))],
        help_text=_("Conta desde que o aditivo vira pedido; até lá vence o que já se paga."),
    )

    def __init__(self, *args: Any, terminates: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if terminates:
            for name in ("ends", "ends_on", "recurring"):
                del self.fields[name]
            self.fields["effective_on"].label = _("Último dia do contrato")

    @classmethod
    def of(cls, change: Change) -> dict[str, object]:
        """What the form shows before anything is typed."""
        return {name: getattr(change, name) for name in ("effective_on", "ends", "ends_on", "recurring")}

    def change(self, kind: str = AMENDMENT) -> Change:
        """What the verb takes."""
        given = self.cleaned_data
        return Change(
            kind,
            given["effective_on"],
            given.get("ends") or KEEPS,
            given.get("ends_on"),
            given.get("recurring") or ADDS,
        )


class AmendForm(OfficeForm):
    """A new amendment, or a termination by agreement."""

    kind = forms.ChoiceField(
        label=_("O que você vai fazer"),
        widget=forms.RadioSelect,
        choices=[
            (AMENDMENT, _("Aditivo: muda prazo, valor ou texto")),
            (TERMINATION, _("Distrato: as duas partes terminam o contrato")),
        ],
        initial=AMENDMENT,
    )
    with_lines = forms.BooleanField(
        label=_("Começar com os itens recorrentes do pedido"), required=False,
        help_text=_(
            "Para um aditivo que muda o que se repete: fica no lugar do que já se paga. O que se paga uma vez só "
            "já está no pedido. Num distrato nada é cobrado."
        ),
    )  # fmt: skip
    # The same form sent twice makes one amendment.
    key = forms.CharField(widget=forms.HiddenInput(), max_length=40, required=False)


class EndingForm(OfficeForm):
    """One side ended the contract."""

    side = forms.ChoiceField(label=_("Quem encerrou"), choices=Side.choices)
    noticed_on = DateBRField(label=_("Dia do aviso"))
    last_on = DateBRField(label=_("Último dia do contrato"), help_text=_("Depois dele nada recorrente vence."))
    reason = CleanTextField(label=_("Motivo"), max_length=LONGEST_REASON, multiline=True, drawable=False)
    file = forms.FileField(
        label=_("Documento"), required=False, help_text=_("O aviso ou a carta, em PDF de até 15 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        error_messages={"empty": _("Este arquivo está vazio. Escolha-o de novo.")},
    )  # fmt: skip

    def ending(self) -> Ending:
        """What the verb takes."""
        given = self.cleaned_data
        file = given["file"]
        content = file.read(MAX_BYTES + 1) if file else b""
        name = (file.name or "") if file else ""
        return Ending(given["side"], given["noticed_on"], given["last_on"], given["reason"], name, content)
