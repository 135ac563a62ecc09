"""The files that go with every proposal made from a blueprint."""

from datetime import datetime

from django.db import transaction

from aceite.core.blueprints.models import Blueprint, BlueprintFile
from aceite.core.blueprints.writing import lock_blueprint
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.patience import SECONDS
from aceite.core.documents.storing import keep, store
from aceite.core.people.models import Member
from aceite.core.proposals.attaching import fit_file, put_last
from aceite.core.trail.refusals import NotAllowed


def attach_to_blueprint(
    blueprint: Blueprint, content: bytes, *, name: str, by: Member, at: datetime, seconds: int = SECONDS
) -> BlueprintFile:
    """Keeps the file with it, as `attach_file` does with a draft. Raises NotAllowed, AttachmentRefused, DiskFull."""
    if not blueprint.may_be_changed_by(by):
        raise NotAllowed
    kept_name, content_type = fit_file(name, content, seconds=seconds)
    document = store(content, company_id=blueprint.company_id, content_type=content_type, at=at)
    with transaction.atomic():
        files = lock_blueprint(blueprint, by=by).files
        return put_last(files, keep(document, content, at=at), kept_name)


def detach_from_blueprint(file: BlueprintFile, *, by: Member, at: datetime) -> None:
    """Takes the file away; proposals that have it keep it. Raises NotAllowed."""
    with transaction.atomic():
        lock_blueprint(file.blueprint, by=by)
        BlueprintFile.objects.filter(pk=file.pk).delete()
        let_go([file.document_id], at=at)
