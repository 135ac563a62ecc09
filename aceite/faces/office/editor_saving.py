"""Saving what stands in the editor; when somebody else saved meanwhile, both works are put together."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aceite.core.proposals.cleaning import DraftRefused
from aceite.core.proposals.drafting import EditedMeanwhile
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.editor_forms import Typed
from aceite.faces.office.editor_page import EditorPage
from aceite.faces.office.meanwhile import label_of
from aceite.faces.office.reconciling import put_together
from aceite.faces.office.sheets import as_base, base_of, put_into, sheet_of
from aceite.faces.office.written import Written
from aceite.faces.ui.forms import Form

_TIMES = 3


@dataclass
class Saving:
    """How a saving went: `meanwhile` when somebody else saved first, `taken` what of theirs was put into it."""

    page: EditorPage
    saved: Written | None = None
    meanwhile: EditedMeanwhile | None = None
    taken: list[str] = field(default_factory=list)

    @property
    def first_error(self) -> str:
        """Where the first error is and what it says; empty when there is none."""
        forms = self.page.forms
        return next((said for form in (forms.head, *forms.rows, *forms.instalments) if (said := _error(form))), "")


def attempt(request: OfficeRequest, written: Written, typed: Typed) -> Saving:
    """Saves what was typed, or tells why not."""
    page = EditorPage(request, written, typed, bound=True)
    saving = Saving(page)
    if not page.forms.is_valid():
        return saving
    revision = int(page.revision) if page.revision.isdecimal() else -1
    try:
        saving.saved = written.save(page.forms.draft(), revision=revision)
    except DraftRefused as refused:
        page.forms.place(refused)
    except EditedMeanwhile as meanwhile:
        saving.meanwhile = meanwhile
    return saving


def together(request: OfficeRequest, written: Written, typed: Typed) -> Saving:
    """Saves what was typed over what stands, with what others changed meanwhile; what contradicts is left to choose."""
    taken: list[str] = []
    saving = attempt(request, written, typed)
    for _time in range(_TIMES):
        if saving.meanwhile is None:
            break
        theirs = written.again()
        stored = Typed.stored(theirs.draft(), saving.meanwhile.revision)
        mine = sheet_of(typed)
        done = put_together(base_of(typed.base), mine, sheet_of(stored))
        put_into(typed, done)
        typed.revision, typed.base, typed.conflicts = stored.revision, as_base(stored), done.conflicts
        taken += [label_of(name, sheet_of(typed)) for name in done.taken]
        if done.conflicts:
            return Saving(EditorPage(request, theirs, typed), meanwhile=saving.meanwhile, taken=taken)
        saving = attempt(request, theirs, typed)
    saving.taken = taken
    return saving


def _error(form: Form) -> str:
    if not form.is_bound or not form.errors:
        return ""
    name, errors = next(iter(form.errors.items()))
    label = str(form.fields[name].label) if name in form.fields else ""
    called = form.called or label
    where = _("%(row)s, %(field)s") % {"row": called, "field": label.lower()} if form.called and label else called
    return f"{where}: {errors[0]}" if where else str(errors[0])
