"""The pictures of an item of the catalogue: added, put first, taken away, and handed out."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from aceite.core.catalog.models import ItemPicture
from aceite.core.catalog.picturing import add_picture, put_picture_first, remove_picture
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import done, take_files
from aceite.faces.office.catalog import item_page
from aceite.faces.office.forms.catalog import PicturesForm
from aceite.faces.office.places import go
from aceite.faces.ui.files import picture_answer


@require_POST
@office("catalog.edit")
def add(request: OfficeRequest, pk: int) -> HttpResponse:
    """Takes pictures; those that could be taken stay whatever happens to the others."""
    item = found(request.scope.items, pk)
    form = PicturesForm(request.POST, request.FILES)
    if form.is_valid():
        taken = take_files(form, "photos", partial(add_picture, item, by=request.scope.member, at=timezone.now()))
        if taken:
            words = ngettext("%(count)s foto incluída.", "%(count)s fotos incluídas.", taken)
            messages.success(request, words % {"count": taken})
        if not form.errors:
            return go(request, "item", item.pk)
    answer = item_page(request, item, pictures=form)
    answer.status_code = 422
    return answer


@require_POST
@office("catalog.edit")
def first(request: OfficeRequest, pk: int, picture: int) -> HttpResponse:
    """Lets a picture stand for its item."""
    one = _of(request, pk, picture)
    done(
        request,
        lambda: put_picture_first(one, by=request.scope.member, at=timezone.now()),
        _("Foto principal trocada."),
    )
    return go(request, "item", pk)


@require_POST
@office("catalog.edit")
def removal(request: OfficeRequest, pk: int, picture: int) -> HttpResponse:
    """Takes a picture out of the catalogue."""
    one = _of(request, pk, picture)
    words = _("Foto retirada. Propostas já enviadas com ela a conservam.")
    done(request, lambda: remove_picture(one, by=request.scope.member, at=timezone.now()), words)
    return go(request, "item", pk)


@require_safe
@office("catalog.see")
def shown(request: OfficeRequest, sha256: str) -> HttpResponseBase:
    """The picture with this hash, large or small."""
    one = request.scope.item_pictures.under(sha256).with_files().first()
    if one is None:
        raise Http404
    return picture_answer(one.document if one.document.sha256 == sha256 else one.small)


def _of(request: OfficeRequest, item: int, picture: int) -> ItemPicture:
    return found(request.scope.item_pictures.filter(item=item).select_related("item"), picture)
