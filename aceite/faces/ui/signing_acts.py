"""What a page of signing hands to the verb, whichever side signs: the will, the means, the proof."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest

from aceite.core.contracts.refusing import BadCpf, BadMark, BlankMark, MarkTooShort
from aceite.core.contracts.signing import Given
from aceite.core.signatures.ceremonies import Ceremony
from aceite.core.signatures.consent import ConsentMissing
from aceite.core.signatures.proofs import CodeProof, Means, PasskeyProof, Proof
from aceite.core.signatures.statements import Opened
from aceite.core.trail.refusals import Refusal
from aceite.faces.ui.passkeys import TouchForm
from aceite.faces.ui.sessions import entered_by, mark_passkey, mark_proved
from aceite.faces.ui.signing_forms import CodeForm, SigningForm
from aceite.faces.ui.uploads import Mark


def means_of(request: HttpRequest) -> Means:
    """By what she chose to confirm; by code unless she asked for the passkey."""
    return Means.PASSKEY if request.POST.get("means") == Means.PASSKEY else Means.CODE


def given_in(request: HttpRequest, form: SigningForm, opened: Mapping[int, Opened]) -> Given:
    """What a valid form says, with what her session was shown of each contract."""
    said = form.cleaned_data
    mark: Mark = said["mark"]
    return Given(
        mark_text=mark.text,
        mark_drawing=mark.png or None,
        cpf=said.get("cpf", ""),
        consent_sha256=said["consent_sha256"],
        factors=(entered_by(request),),
        means=means_of(request),
        opened=opened,
    )


def proof_in(form: CodeForm | TouchForm) -> Proof:
    """The code she typed, or what her device answered."""
    said = form.cleaned_data
    return CodeProof(said["code"]) if isinstance(form, CodeForm) else PasskeyProof(said["credential"])


def note_confirmed(request: HttpRequest, begun: Ceremony, at: datetime) -> None:
    """Reading the code in her mailbox proves it to the session anew, and so does the passkey for itself."""
    note = mark_proved if begun.means is Means.CODE else mark_passkey
    note(request, at=at)


def refuse_beside(form: SigningForm, refusal: Refusal, sentence: str) -> None:
    """Puts the sentence beside the field that has to change; above the form where it has no such field."""
    named = _field_of(refusal)
    form.add_error(named if named in form.fields else None, sentence)


def _field_of(refusal: Refusal) -> str:
    if isinstance(refusal, BadCpf):
        return "cpf"
    if isinstance(refusal, BlankMark | MarkTooShort | BadMark):
        return "mark"
    return "consent" if isinstance(refusal, ConsentMissing) else ""
