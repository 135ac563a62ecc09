"""A contract that was brought with signatures in it: looked at once, kept as it came, and told of to both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from aceite.core.contracts.external_telling import KINDS, sentence_of
from aceite.core.contracts.models import Contract
from aceite.core.contracts.plan_words import listed
from aceite.core.signatures.paper import moment_words
from aceite.core.signatures.trusting import trusted_files
from aceite.core.trail.refusals import Unfit
from aceite.kit.pdf.untouched import refuse_lively
from aceite.kit.sealing.before import look_before
from aceite_verify.canonical import moment_of
from aceite_verify.findings import Finding, Verdict


def look_at_signed(data: bytes, *, at: datetime) -> dict[str, Any]:
    """What the row keeps of such a file. It takes seconds, in limited children.

    Raises kit.pdf.remaking.Refused when it is not inert, and Unfit for `file` when its signatures do not hold.
    """
    looked = look_before(data, trusted=trusted_files(at=at), at=at)
    if looked.against:
        raise Unfit("file", sentence_of(looked.against[0]))
    refuse_lively(data)
    return {
        "signatures": [asdict(each) for each in looked.signatures],
        "findings": [[one.code, one.verdict.value, one.detail] for one in looked.findings],
    }


def named_in_manifest(contract: Contract) -> list[str]:
    """The certificates of its signatures, as M names them."""
    return [str(each["fingerprint"]) for each in contract.signed_before.get("signatures", [])]


def holders_of(contract: Contract) -> list[str]:
    """Whose signatures it came with, each once, in their order."""
    return list(dict.fromkeys(str(each["holder"]) for each in contract.signed_before.get("signatures", [])))


def told_of(contract: Contract) -> str:
    """The one sentence of both faces: whose signatures it came with; "" for all other contracts."""
    return said_of(holders_of(contract))


def said_of(holders: Sequence[str]) -> str:
    """The same for these names, as whoever asks may see them."""
    if not holders:
        return ""
    # A masked name ends with an initial and its dot, as the sentence does.
    return _("Este arquivo já traz a assinatura de %(names)s.") % {"names": listed(holders).removesuffix(".")}


def found_on(contract: Contract) -> list[tuple[Finding, str]]:
    """Everything that was found on it, each point with its sentence."""
    kept = contract.signed_before.get("findings", [])
    found = [Finding(code, Verdict(verdict), detail) for code, verdict, detail in kept]
    return [(one, sentence_of(one)) for one in found]


def signed_before_words(contract: Contract) -> list[str]:
    """Each signature it came with, for the page of signatures: whose, by what certificate, when as it says itself."""
    return [_words(each, contract) for each in contract.signed_before.get("signatures", [])]


def _words(kept: Mapping[str, str], contract: Contract) -> str:
    told = {**kept, "kind": KINDS.get(kept["kind"], "")}
    if not kept["claimed"]:
        return _("%(holder)s, %(kind)s emitido por %(issuer)s") % told
    company = contract.company
    moment = moment_words(moment_of(kept["claimed"]), zone=company.tz, language=company.language)
    return _("%(holder)s, %(kind)s emitido por %(issuer)s, que diz ter assinado em %(when)s") % {**told, "when": moment}
