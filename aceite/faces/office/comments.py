"""What colleagues say to each other about a sale: written, changed and taken back on the sale's own page."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.comments.models import Comment
from aceite.core.comments.writing import comment, edit_comment, remove_comment
from aceite.core.people.models import Member
from aceite.core.people.sight import sees_everybodys
from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.comments import CommentForm
from aceite.faces.office.places import place, sale_of


@dataclass(frozen=True)
class Shown:
    """One comment, and what this member may do with it."""

    comment: Comment
    may_edit: bool
    may_remove: bool


@dataclass(frozen=True)
class Talk:
    """The comments of a sale, whom one can name in a new one, and its form (None for a reader)."""

    comments: list[Shown]
    colleagues: list[Member]
    form: CommentForm | None


def talk_of(request: OfficeRequest, sale: Proposal) -> Talk:
    """The comments of a sale as this member sees them."""
    scope, may_write = request.scope, request.scope.may("comment.write")
    shown = []
    for one in scope.comments.of_sale(sale):
        own = one.author_id == scope.member.pk and may_write
        stands = one.removed_at is None
        shown.append(Shown(one, stands and own, stands and (own or scope.may("comment.remove"))))
    return Talk(shown, _colleagues(request, sale) if may_write else [], CommentForm.new() if may_write else None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("comment.write")
def add(request: OfficeRequest, number: str) -> HttpResponse:
    """Write one; a refusal keeps what was typed on a page of its own."""
    sale = sale_of(request, number, own_act=True)
    form = CommentForm(typed(request)) if request.method == "POST" else CommentForm.new()

    def write() -> object:
        said = form.cleaned_data
        return comment(sale, said["text"], key=said["key"], by=request.scope.member, at=timezone.now())

    if request.method == "POST" and form.is_valid() and accepted(form, write, field="text"):
        return _back(request, sale)
    return _page(request, sale, form, _("Comentar"))


@require_http_methods(["GET", "HEAD", "POST"])
@office("comment.write")
def edit(request: OfficeRequest, number: str, comment: int) -> HttpResponse:
    """Write one's own otherwise."""
    sale = sale_of(request, number, own_act=True)
    own = request.scope.comments.standing().filter(proposal=sale, author=request.scope.member)
    written = found(own.select_related("proposal"), comment)
    form = CommentForm(typed(request), initial={"text": written.text, "key": written.key})
    if form.is_valid() and accepted(
        form,
        lambda: edit_comment(written, form.cleaned_data["text"], by=request.scope.member, at=timezone.now()),
        field="text",
    ):
        return _back(request, sale)
    return _page(request, sale, form, _("Mudar o comentário"))


@require_POST
@office("comment.write")
def remove(request: OfficeRequest, number: str, comment: int) -> HttpResponse:
    """Take one back."""
    sale = sale_of(request, number, own_act=True)
    written = found(request.scope.comments.filter(proposal=sale).select_related("proposal"), comment)
    words = _("Comentário removido.")
    done(request, lambda: remove_comment(written, by=request.scope.member, at=timezone.now()), words)
    return _back(request, sale)


def _colleagues(request: OfficeRequest, sale: Proposal) -> list[Member]:
    """Whom one can name: those who see the sale, and those who sign it for the company."""
    scope, own = request.scope, {sale.seller_id}
    if not scope.company.sellers_see_all:
        own.update(scope.countersigners.standing().of_sale(sale).values_list("member", flat=True))
    team = scope.members.joined().exclude(pk=scope.member.pk).select_related("company")
    return [one for one in team.in_house_order() if sees_everybodys(one) or one.pk in own]


def _back(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    return HttpResponseRedirect(place(request, "sale", sale.number) + "#comentarios")


def _page(request: OfficeRequest, sale: Proposal, form: CommentForm, title: str) -> HttpResponse:
    return form_page(
        request, "office/sales/comment.html", form, sale=sale, title=title, colleagues=_colleagues(request, sale),
        back_url=place(request, "sale", sale.number) + "#comentarios",
    )  # fmt: skip
