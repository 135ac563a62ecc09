"""The public pages: a code or a file in, what is known of it out."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.documents.reading import Tampered, read
from aceite.core.people.limits import QUARTER, address_key
from aceite.core.signatures.trusting import trusted_files
from aceite.faces.ui.errors import too_many
from aceite.faces.ui.origin import origin_of
from aceite.faces.verify.access import Paper, by_code, by_hash
from aceite.faces.verify.checked import Checked, Sent, checked
from aceite.faces.verify.forms import CodeForm, FileForm
from aceite.faces.verify.telling import told
from aceite.kit.codes import BadCode, format_code, parse_code

View = Callable[..., HttpResponse]
# For one network in a quarter of an hour: an office may check a pile of contracts.
MOST_QUESTIONS: Final = 120


def _limited(view: View) -> View:
    """Counts each question of a network: nobody tries codes by the thousand, however hopeless that is.

    In the shared cache and not among the limits of the doors: looking at a page writes nothing of the business.
    """

    @wraps(view)
    def limited(request: HttpRequest, **kwargs: str | int) -> HttpResponse:
        key = address_key("verify", origin_of(request).ip)
        cache.add(key, 0, QUARTER.total_seconds())
        try:
            asked = cache.incr(key)
        except ValueError:
            # The quarter of an hour ended between the two lines.
            asked = 1
        return view(request, **kwargs) if asked <= MOST_QUESTIONS else too_many(request)

    return limited


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Asks for a code or a file."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("verify:code", form.cleaned_data["code"])
    return render(request, "verify/start.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def short(request: HttpRequest, code: str, page: int = 0) -> HttpResponse:
    """Where the printed QR leads: the page of the code, and of that page of the paper where the QR names one."""
    return redirect("verify:page", code, page) if page else redirect("verify:code", code)


@require_safe
@_limited
def code_page(request: HttpRequest, code: str, page: int = 0) -> HttpResponse:
    """What is known of a code: whose it is, which version, which page was read, how it stands, who signed."""
    try:
        letters = parse_code(code)
    except BadCode:
        letters = ""
    paper = by_code(letters)
    context = {
        "code": format_code(letters) or code,
        "told": told(paper, at=timezone.now(), page=page) if paper else None,
    }
    return render(request, "verify/code.html", context, status=200 if paper else 404)


@require_POST
@_limited
def file_page(request: HttpRequest) -> HttpResponse:
    """Whether a file is one of those kept here, told by its hash; one that was sent is checked by itself too."""
    at, form = timezone.now(), FileForm(request.POST, request.FILES)
    form.is_valid()
    file, sha256 = form.cleaned_data.get("file"), form.cleaned_data.get("sha256", "")
    report: Checked | None = None
    if file is not None:
        sent = Sent(file, form.cleaned_data.get("other"))
        report = checked(sent, trusted=trusted_files(at=at), at=at, beside=_contract_of_page)
        sha256 = report.sha256
    paper = by_hash(sha256)
    found = told(paper, at=at) if paper else None
    unknown = report is None and found is None
    context = {"sha256": sha256, "told": found, "report": report, "unknown": unknown}
    return render(request, "verify/file.html", context, status=_status(paper, report))


def _contract_of_page(sha256: str) -> bytes | None:
    """The contract signed outside that belongs to this page of signatures.

    The page names its signers, so whoever holds it learns nothing new. Not the other way round: to whoever holds the
    contract alone, the page would tell people whom the contract does not.
    """
    paper = by_hash(sha256)
    if paper is None or paper.found_as != "manifest" or "completed" not in paper.files:
        return None
    try:
        return read(paper.files["completed"])
    except Tampered:
        return None


def _status(paper: Paper | None, report: Checked | None) -> int:
    """A file that is kept here is known, whatever could be checked of it."""
    if paper is not None:
        return 200
    return report.status if report else 404
