"""What is said of a PDF signed outside: by whose certificate, when it came, who decided, each point in a sentence."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from aceite.core.contracts.external_files import ExternalFile
from aceite.core.signatures.paper import moment_words
from aceite_verify.findings import Finding
from aceite_verify.holders import Kind
from aceite_verify.words import ENGLISH, PORTUGUESE

KINDS: Final[dict[str, Promise | str]] = {
    Kind.ICP_BRASIL.value: gettext_lazy("certificado ICP-Brasil"),
    Kind.GOVBR.value: gettext_lazy("certificado gov.br"),
    Kind.OTHER.value: gettext_lazy("certificado de outra autoridade"),
}


def sentence_of(finding: Finding) -> str:
    """One point, in the reader's language and zone, as the offline checker says it."""
    language = get_language() or ""
    words = ENGLISH if language.startswith("en") else PORTUGUESE
    try:
        moment = datetime.fromisoformat(finding.detail.get("time", ""))
    except ValueError:
        return words.sentence(finding)
    zone = ZoneInfo(timezone.get_current_timezone_name())
    told = moment_words(moment, zone=zone, language=language)
    return words.sentence(replace(finding, detail={**finding.detail, "time": told}))


def kind_words(file: ExternalFile) -> str:
    """What kind of certificate it was; "" where none was read."""
    return str(KINDS.get(str(file.certificate.get("kind", "")), ""))


def words_about(file: ExternalFile, zone: ZoneInfo) -> str:
    """An accepted file in one paragraph, for the page of signatures; the moment is told in `zone`."""
    told = {
        "holder": file.holder.get("name", ""),
        "kind": kind_words(file),
        "issuer": file.certificate.get("issuer", ""),
        "when": moment_words(file.uploaded_at, zone=zone, language=get_language() or ""),
    }
    words = _("Assinou o PDF fora do painel: %(holder)s, %(kind)s emitido por %(issuer)s; enviado em %(when)s.") % told
    if not told["holder"]:
        # She was erased: what her certificate says stands in the file she signed alone.
        words = _("Assinou o PDF fora do painel; enviado em %(when)s.") % told
    if file.checked_by is None:
        return words
    said = {"who": file.checked_by.name, "words": file.confirmation}
    return f"{words} " + _("Conferido por %(who)s: “%(words)s”") % said
