"""What the pages of blueprints ask for."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.blueprints.keeping import LONGEST_NAME, LONGEST_VALIDITY, BlueprintData
from aceite.core.blueprints.models import Blueprint
from aceite.core.contracts.models import ContractTemplate
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.standing import StandingForm
from aceite.faces.ui.fields import CleanTextField

USES = [("no", _("Só eu")), ("yes", _("Toda a equipe"))]


class NewBlueprintForm(OfficeForm):
    """A name, and who uses it."""

    name = CleanTextField(
        label=_("Nome do modelo"), max_length=LONGEST_NAME, help_text=_("Como a equipe vai encontrá-lo.")
    )
    shared = forms.ChoiceField(label=_("Quem usa"), choices=USES, initial="no", widget=forms.RadioSelect())
    # The same form sent twice makes one blueprint.
    key = forms.CharField(widget=forms.HiddenInput(), max_length=40, required=False)

    def data_given(self) -> BlueprintData:
        """As the verbs take it."""
        return BlueprintData(self.cleaned_data["name"], shared=self.cleaned_data["shared"] == "yes")


class BlueprintForm(StandingForm):
    """What stands around the content of a blueprint."""

    name = CleanTextField(label=_("Nome do modelo"), max_length=LONGEST_NAME)
    shared = forms.ChoiceField(label=_("Quem usa"), choices=USES, widget=forms.RadioSelect())
    validity_days = forms.IntegerField(
        label=_("Validade (dias)"), min_value=1, max_value=LONGEST_VALIDITY,
        help_text=_("Contados do dia em que a proposta for feita."),
    )  # fmt: skip
    contracts = forms.MultipleChoiceField(
        label=_("Contratos que entram na proposta"), required=False, widget=forms.CheckboxSelectMultiple()
    )

    def __init__(self, *args: Any, templates: Iterable[ContractTemplate], may_hide: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_hide:
            del self.fields["shared"]
        choices = [(str(template.pk), template.title) for template in templates]
        self.fields["contracts"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["contracts"]

    @staticmethod
    def of(blueprint: Blueprint) -> dict[str, Any]:
        """What the form shows at first."""
        return {
            "name": blueprint.name,
            "shared": "yes" if blueprint.shared else "no",
            "validity_days": blueprint.validity_days,
            "contracts": [str(pk) for pk in blueprint.contracts.values_list("template", flat=True)],
        }

    def data_given(self) -> BlueprintData:
        """As the verb takes it."""
        given = self.cleaned_data
        chosen = tuple(int(pk) for pk in given["contracts"]) if "contracts" in given else None
        shared = given["shared"] == "yes" if "shared" in given else None
        return BlueprintData(given["name"], shared, given["validity_days"], chosen)
