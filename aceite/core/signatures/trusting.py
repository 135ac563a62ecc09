"""Whom this installation trusts when it checks a file: itself, and the authorities of the operator's folder."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from aceite.core.signatures.models import InstanceKey, KeyKind
from aceite.core.signatures.sealers import revoked_seals
from aceite.kit.sealing.authority import Issued
from aceite_verify.trust import Tree, files_of


def trusted_files(*, at: datetime) -> dict[Tree, dict[str, bytes]]:
    """The files of TRUST_FOLDER as they stand, and what the installation knows of itself.

    That is its authorities, the retired ones too, each with its list of revoked seals: nobody else could tell of
    those. All is read anew each time: what `aceite trust import` brings holds at once, in every process. Raises
    aceite_verify.trust.UnreadableTrust for a file beyond all measure, and WrongPassphrase.
    """
    files = files_of(Path(settings.TRUST_FOLDER))
    return {**files, Tree.INSTANCE: {**files.get(Tree.INSTANCE, {}), **_own(at)}}


def _own(at: datetime) -> dict[str, bytes]:
    authorities = InstanceKey.objects.filter(kind=KeyKind.AUTHORITY)
    issued = {row.key_id: Issued(row.certificate.encode(), row.private_key.encode()) for row in authorities}
    certificates = {f"own/{key_id}": authority.certificate for key_id, authority in issued.items()}
    return certificates | {f"own/{key_id}.crl": revoked_seals(each, at=at) for key_id, each in issued.items()}
