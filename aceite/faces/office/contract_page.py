"""One contract being edited: its text, its signers, what would be missing in it if it were sent now."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone

from aceite.core.contracts import checking, drafting, representing, signers
from aceite.core.contracts.asked import asked_of
from aceite.core.contracts.editing import EditedMeanwhile
from aceite.core.contracts.levels import SIGNED_DIGITALLY
from aceite.core.contracts.models import Contract, Requirement, SignerRole, Source
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.by_hand import LeftToWrite, left_to_write
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.answers import attempt
from aceite.faces.office.forms.answers import AnswersForm
from aceite.faces.office.forms.sale_contracts import ContractForm, SignerForm
from aceite.faces.office.forms.signing_plan import PlanForm
from aceite.faces.office.places import place
from aceite.faces.ui.forms import Form


class ContractPage:
    """The page's forms and what stands around them."""

    def __init__(self, request: OfficeRequest, sale: Proposal, contract: Contract) -> None:
        self.request, self.sale, self.contract = request, sale, contract
        self.theirs = ""
        self.uploaded = contract.source == Source.UPLOADED
        data = request.POST if request.method == "POST" else None
        self.form = ContractForm(data, initial=ContractForm.of(contract), uploaded=self.uploaded)
        asked = asked_of(contract.asked)
        self.answers_form = AnswersForm(data, asked=asked, answers=contract.answers)
        self.form.offer_members(request.scope.members.joined())
        if not self.uploaded:
            self.form.offer(request.scope.clauses.active(), asked)
        self.revision = data.get("revision", "") if data else str(contract.revision)
        self.people = self._people(data)
        self.members = request.scope.members.joined().who_may("contract.countersign")
        self.plan_form = PlanForm(data, prefix="plan", initial=PlanForm.of(contract), members=self.members)
        self.witnesses_note = signers.witnesses_note()
        self.edit_url = place(request, "edit_sale", sale.number)
        self.print_url = place(request, "contract_print", sale.number, contract.pk)
        self.remove_url = place(request, "remove_contract", sale.number, contract.pk)

    def _people(self, data: Any) -> list[tuple[PanelUser, SignerForm]]:
        named = {signer.panel_user_id: signer for signer in self.contract.signers.standing()}
        people = self.request.scope.panel_users.of_customer(self.sale.customer).who_may_sign()
        rows = []
        for person in people:
            signer = named.get(person.pk)
            initial = {
                "signs": signer is not None,
                "role": signer.role if signer else SignerRole.PARTY,
                "cpf": (signer.cpf if signer else "") or person.cpf,
                "step": signer.step if signer else 1,
                "asks_proxy": bool(signer and signer.asks_proxy),
                "request_name": signer.request_name if signer else "",
                "request_cpf": signer.request_cpf if signer else "",
            }
            form = SignerForm(data, prefix=f"person-{person.pk}", initial=initial)
            form.called = person.name
            rows.append((person, form))
        return rows

    @property
    def signer_forms(self) -> list[Form]:
        """What was said of each person, and of their order."""
        return [*(form for _person, form in self.people), self.plan_form]

    @property
    def other_forms(self) -> list[Form]:
        """All that stands beside the text."""
        return [self.answers_form, *self.signer_forms]

    @property
    def unanswered(self) -> list[tuple[str, str]]:
        """The fields of its template that sending waits for: name and label."""
        labels = {field.name: field.label for field in asked_of(self.contract.asked)}
        return [(problem.field, labels[problem.field]) for problem in self._found if problem.field]

    @property
    def problems(self) -> list[checking.Problem]:
        """What else stands in the way of sending this contract, or is worth knowing before."""
        return [problem for problem in self._found if not problem.field]

    @cached_property
    def to_write(self) -> list[LeftToWrite]:
        """What was granted to the customer and belongs into this text."""
        version = self.sale.current
        found = left_to_write(version) if version is not None and version.is_draft and not self.form.is_bound else []
        return [one for one in found if one.contract == self.contract.pk]

    @cached_property
    def _found(self) -> list[checking.Problem]:
        if self.form.is_bound or self.sale.current is None:
            return []
        found = checking.problems_before_sending(self.sale.current, at=timezone.now())
        return [problem for problem in found if problem.contract.pk == self.contract.pk]

    def is_valid(self) -> bool:
        """Whether everything typed can be read; each form keeps its errors."""
        return all([self.form.is_valid(), *(form.is_valid() for form in self.other_forms)])

    def save(self, *, at: datetime) -> bool:
        """Save text and signers together, or nothing and say why."""
        saved = attempt(self.form, lambda: self._saved(at))
        if isinstance(self.form.refusal, EditedMeanwhile):
            self._show_theirs()
        return bool(saved)

    def _saved(self, at: datetime) -> bool:
        try:
            self._save(at)
        except signers.BadQuorum as refused:
            self.plan_form.add_error(f"quorum_{refused.step}", str(refused.sentence))
            return False
        return True

    @transaction.atomic
    def _save(self, at: datetime) -> None:
        text, by = self.form.text(), self.request.scope.member
        revision = int(self.revision) if self.revision.isdecimal() else -1
        answers = self.answers_form.typed()
        drafting.save_contract(self.contract, text, revision=revision, answers=answers, by=by, at=at)
        order = self.plan_form.signing_order()
        signers.set_signers(self.contract, self._plans(text.requirement), order, by=by, at=at)
        representing.set_countersigners(self.contract, self._ours(text.requirement), by=by, at=at)

    def _show_theirs(self) -> None:
        # What the other one saved stands beside what was typed; saving once more is a choice made with open eyes.
        self.contract.refresh_from_db(fields=["title", "body", "revision"])
        self.revision, self.theirs = str(self.contract.revision), self.contract.body

    def _plans(self, requirement: str) -> list[signers.SignerPlan]:
        if requirement == Requirement.NONE:
            return []
        return [
            signers.SignerPlan(
                person,
                SignerRole(form.cleaned_data["role"]),
                form.cleaned_data["cpf"],
                form.cleaned_data["step"],
                form.request(),
                form.cleaned_data["asks_proxy"],
            )
            for person, form in self.people
            if form.cleaned_data["signs"]
        ]

    def _ours(self, requirement: str) -> list[Member]:
        # On paper the representative signs the paper.
        return list(self.plan_form.cleaned_data["countersigners"]) if requirement in SIGNED_DIGITALLY else []
