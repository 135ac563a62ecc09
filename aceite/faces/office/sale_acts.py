"""What the vendor does with a sale that stands: withdraw, revise, cancel, extend, copy, share, hand over, undo."""

from secrets import token_urlsafe
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.blueprints.from_sales import keep_as_blueprint, left_behind
from aceite.core.contracts.replacing import replace_signer as replace
from aceite.core.contracts.representing import replace_countersigner as replace_ours
from aceite.core.contracts.sharing import share_with_signers
from aceite.core.proposals import reassigning, sharing
from aceite.core.proposals.forgotten import SaleForgotten, is_forgotten
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.sales import cancelling, copying, extending, reminding, revising, undoing
from aceite.core.sales.more_time import keep_validity, time_asked
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.acting import Act, act_on, act_page
from aceite.faces.office.answers import typed
from aceite.faces.office.forms.acts import (
    CopyForm,
    ExtendForm,
    KeepForm,
    PlainForm,
    ReasonForm,
    ReplaceCountersignerForm,
    ReplaceSignerForm,
    SellerForm,
    ShareForm,
)
from aceite.faces.office.forms.blueprints import NewBlueprintForm
from aceite.faces.office.places import go, place, sale_of

_page = require_http_methods(["GET", "HEAD", "POST"])


@act_on("proposal.withdraw")
def withdraw(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Close the sent version for good and open the next one as a draft."""
    act = Act(
        title=_("Retirar a proposta"),
        lead=_("O cliente deixa de poder aprovar esta versão e é avisado. Abre-se um rascunho da próxima versão."),
        warning=_binding(),
        button=_("Retirar proposta"),
        busy=_("Retirando…"),
        danger=True,
        done=_("Proposta retirada. O rascunho da nova versão está aberto."),
    )

    def verb(form: ReasonForm) -> object:
        return revising.withdraw(
            sale, reason=form.cleaned_data["reason"], by=request.scope.member, at=timezone.now()
        ) and place(request, "edit_sale", sale.number)

    return act_page(request, sale, act, ReasonForm(typed(request), mailed=True), verb)


@act_on("proposal.revise")
def revise(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Open version n+1."""
    act = Act(
        title=_("Abrir nova versão"),
        lead=_("A versão enviada fica substituída e guardada; o cliente só pode aprovar a nova, depois de enviada."),
        warning=_("As assinaturas já dadas ficam sem efeito, continuam guardadas e serão pedidas de novo."),
        button=_("Abrir nova versão"),
        busy=_("Abrindo…"),
        done=_("Nova versão aberta como rascunho."),
    )

    def verb(form: PlainForm) -> object:
        revising.revise(sale, by=request.scope.member, at=timezone.now())
        return place(request, "edit_sale", sale.number)

    return act_page(request, sale, act, PlainForm(typed(request)), verb)


@act_on("proposal.cancel")
def cancel(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """End a sale that did not close; nothing is deleted."""
    offered = sale.state_at(timezone.now()) in {State.SENT, State.APPROVED}
    act = Act(
        title=_("Cancelar a venda"),
        lead=_("A venda sai da fila e não pode mais ser aprovada. Tudo o que aconteceu continua guardado."),
        warning=_binding() if offered else "",
        button=_("Cancelar venda"),
        busy=_("Cancelando…"),
        danger=True,
        done=_("Venda cancelada."),
    )

    def verb(form: ReasonForm) -> object:
        return cancelling.cancel(sale, reason=form.cleaned_data["reason"], by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, ReasonForm(typed(request), mailed=sale.first_sent_at is not None), verb)


@act_on("proposal.extend")
def extend(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Let the current version hold longer; or answer with no, where the customer asked for it."""
    asked = time_asked(sale, at=timezone.now())
    if request.POST.get("do") == "keep":
        return _keep_validity(request, sale)
    act = Act(
        title=_("Prorrogar a validade"),
        lead=_("Vale para a versão enviada. Nenhuma assinatura se perde e o cliente é avisado."),
        button=_("Prorrogar validade"),
        busy=_("Prorrogando…"),
        done=_("Validade prorrogada."),
        aside=_("Manter a validade e avisar quem pediu") if asked else "",
    )
    until = asked.until if asked else extending.last_valid_day(sale)
    form = ExtendForm(typed(request), asked=asked is not None, initial={"valid_until": until})

    def verb(form: ExtendForm) -> object:
        return extending.extend(
            sale, valid_until=form.cleaned_data["valid_until"], by=request.scope.member, at=timezone.now()
        )

    return act_page(request, sale, act, form, verb)


def _keep_validity(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    act = Act(
        title=_("Manter a validade"),
        lead=_("A proposta continua valendo como está, e quem pediu mais prazo recebe a sua resposta."),
        button=_("Manter a validade"),
        done=_("Validade mantida. Quem pediu mais prazo foi avisado."),
    )
    form = KeepForm(typed(request))
    return act_page(
        request, sale, act, form,
        lambda form: keep_validity(sale, form.cleaned_data["text"], by=request.scope.member, at=timezone.now()),
    )  # fmt: skip


@act_on("proposal.remind")
def remind(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Ask the customer once more."""
    act = Act(
        title=_("Lembrar o cliente"),
        lead=_("Quem precisa agir recebe um e-mail com o que falta e o prazo. Uma vez por dia, no máximo."),
        button=_("Enviar lembrete"),
        busy=_("Enviando…"),
        done=_("Lembrete enviado."),
    )

    def verb(form: PlainForm) -> object:
        return reminding.remind(sale, by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, PlainForm(typed(request)), verb)


@act_on("proposal.edit", in_any_state=True)
def copy(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Begin a new draft from this sale."""
    if is_forgotten(sale):
        return _forgotten(request, sale)
    act = Act(
        title=_("Copiar a proposta"),
        lead=_("Itens, condições, contratos e anexos vão para um novo rascunho, com número próprio."),
        button=_("Copiar proposta"),
        busy=_("Copiando…"),
        done=_("Cópia criada como rascunho."),
    )
    form = CopyForm(typed(request), customers=request.scope.customers.active(), initial={"customer": sale.customer_id})

    def verb(form: CopyForm) -> object:
        made = copying.copy_sale(
            sale,
            customer=form.cleaned_data["customer"],
            seller=request.scope.member,
            by=request.scope.member,
            at=timezone.now(),
        )
        return place(request, "edit_sale", made.number)

    return act_page(request, sale, act, form, verb)


@act_on("blueprint.edit", in_any_state=True)
def keep(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Make a model of proposals of what stands in this sale."""
    if is_forgotten(sale):
        return _forgotten(request, sale)
    left = ", ".join(f"“{title}”" for title in left_behind(sale))
    act = Act(
        title=_("Salvar como modelo"),
        lead=_(
            "Itens, textos, parcelas, apresentação, anexos e modelos de contrato viram um modelo da empresa; cliente, "
            "anotações e o que foi mudado no texto dos contratos ficam de fora. O modelo continua quando os dados "
            "desta venda forem apagados: tire dele nomes e dados do cliente."
        ),
        warning=_("Ficam de fora os contratos que não vêm de um modelo: %(left)s.") % {"left": left} if left else "",
        button=_("Salvar como modelo"),
        busy=_("Salvando…"),
        done=_("Modelo criado. Confira a validade, quem o usa e se ele cita o cliente.")
        if not left
        else _("Modelo criado, sem os contratos que não vêm de um modelo: %(left)s.") % {"left": left},
    )
    form = NewBlueprintForm(typed(request), initial={"name": sale.title, "key": token_urlsafe(12)})

    def verb(form: NewBlueprintForm) -> object:
        given, key = form.data_given(), form.cleaned_data["key"]
        made = keep_as_blueprint(sale, given, key=key, by=request.scope.member, at=timezone.now())
        return place(request, "blueprint", made.pk)

    return act_page(request, sale, act, form, verb)


@act_on("proposal.share", in_any_state=True)
def share(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Say who of the customer sees the proposal."""
    people = request.scope.panel_users.of_customer(sale.customer).active()
    act = Act(
        title=_("Quem vê a proposta"),
        lead=_("Só muda quem enxerga a proposta no painel; os direitos de assinar e aprovar ficam no cadastro."),
        button=_("Salvar acesso"),
        busy=_("Salvando…"),
        done=_("Acesso à proposta alterado."),
    )
    initial: dict[str, Any] = {
        "everybody": "yes" if sale.shared_with_all else "no",
        "people": [] if sale.shared_with_all else sale.shares.values_list("panel_user_id", flat=True),
    }

    def verb(form: ShareForm) -> object:
        by, at = request.scope.member, timezone.now()
        if form.cleaned_data["everybody"] == "yes":
            sharing.share_with_all(sale, by=by, at=at)
        else:
            share_with_signers(sale, list(form.cleaned_data["people"]), by=by, at=at)
        return None

    return act_page(request, sale, act, ShareForm(typed(request), people=people, initial=initial), verb)


@act_on("proposal.reassign", in_any_state=True)
def reassign(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Hand the sale over to another seller."""
    act = Act(
        title=_("Trocar o vendedor"),
        lead=_("Os próximos avisos e as respostas do cliente vão para a pessoa escolhida."),
        button=_("Trocar vendedor"),
        busy=_("Trocando…"),
        done=_("Vendedor trocado."),
    )
    form = SellerForm(typed(request), members=request.scope.members.selling(), initial={"seller": sale.seller_id})

    def verb(form: SellerForm) -> object:
        return reassigning.reassign(sale, form.cleaned_data["seller"], by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, form, verb)


@act_on("approval.undo")
def undo_approval(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Take an approval back, with a reason; the customer's statement stays."""
    act = Act(
        title=_("Desfazer a aprovação"),
        lead=_("A venda volta a Enviada e o cliente é avisado. A declaração e o comprovante dele continuam válidos."),
        warning=_binding(),
        button=_("Desfazer aprovação"),
        busy=_("Desfazendo…"),
        danger=True,
        done=_("Aprovação desfeita."),
    )

    def verb(form: ReasonForm) -> object:
        return undoing.undo_approval(
            sale, reason=form.cleaned_data["reason"], by=request.scope.member, at=timezone.now()
        )

    return act_page(request, sale, act, ReasonForm(typed(request), mailed=True), verb)


@_page
@office("signer.replace", contracts=True)
def replace_signer(request: OfficeRequest, number: str, contract: int, signer: int) -> HttpResponse:
    """Name somebody else in the place of a signer who has not acted."""
    sale = sale_of(request, number)
    place_of = request.scope.signers.of_sale(sale).standing().filter(contract_id=contract, pk=signer)
    leaving = place_of.select_related("panel_user", "contract").first()
    if leaving is None:
        raise Http404
    people = request.scope.panel_users.of_customer(sale.customer).within_reach().who_may_sign()
    people = people.exclude(pk=leaving.panel_user_id)
    act = Act(
        title=_("Substituir signatário"),
        lead=_("%(name)s ainda não assinou “%(title)s”. Quem entra no lugar é avisado por e-mail.")
        % {"name": leaving.panel_user.name, "title": leaving.contract.title},
        button=_("Substituir signatário"),
        busy=_("Substituindo…"),
        done=_("Signatário substituído."),
    )

    def verb(form: ReplaceSignerForm) -> object:
        return replace(leaving, form.cleaned_data["person"], by=request.scope.member, at=timezone.now())

    return act_page(request, sale, act, ReplaceSignerForm(typed(request), people=people), verb)


@_page
@office("countersigner.replace")
def replace_countersigner(request: OfficeRequest, number: str, contract: int, countersigner: int) -> HttpResponse:
    """Name another member in the place of a representative who has not signed."""
    sale = sale_of(request, number)
    place_of = request.scope.countersigners.of_sale(sale).standing().filter(contract_id=contract, pk=countersigner)
    leaving = place_of.select_related("member", "contract").first()
    if leaving is None:
        raise Http404
    act = Act(
        title=_("Trocar quem assina pela empresa"),
        lead=_("%(name)s ainda não assinou “%(title)s”. Quem entra no lugar é avisado por e-mail quando for a vez.")
        % {"name": leaving.member.name, "title": leaving.contract.title},
        button=_("Trocar representante"),
        busy=_("Trocando…"),
        done=_("Representante trocado."),
    )

    def verb(form: ReplaceCountersignerForm) -> object:
        return replace_ours(leaving, form.cleaned_data["member"], by=request.scope.member, at=timezone.now())

    members = request.scope.members.joined().who_may("contract.countersign").exclude(pk=leaving.member_id)
    return act_page(request, sale, act, ReplaceCountersignerForm(typed(request), members=members), verb)


def _binding() -> str:
    return _("Uma proposta enviada pode obrigar a empresa até o fim da validade (Código Civil 427–428; CDC 30).")


def _forgotten(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    messages.warning(request, SaleForgotten.sentence)
    return go(request, "sale", sale.number)
