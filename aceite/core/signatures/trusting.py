"""Whom this installation trusts when it checks a file: itself, and the authorities of the operator's folder."""

from pathlib import Path
from typing import Final

from django.conf import settings

from aceite.core.signatures.models import InstanceKey, KeyKind
from aceite_verify.trust import Tree, files_of

OWN: Final = "own/{key_id}"


def trusted_files() -> dict[Tree, dict[str, bytes]]:
    """The files of TRUST_FOLDER as they stand, and the installation's own authorities, the retired ones too.

    They are read anew each time: what `aceite trust import` brings holds at once, in every process. Raises
    aceite_verify.trust.UnreadableTrust for a file beyond all measure.
    """
    files = files_of(Path(settings.TRUST_FOLDER))
    own = InstanceKey.objects.filter(kind=KeyKind.AUTHORITY).values_list("key_id", "certificate")
    named = {OWN.format(key_id=key_id): certificate.encode() for key_id, certificate in own}
    return {**files, Tree.INSTANCE: {**files.get(Tree.INSTANCE, {}), **named}}
