"""What billing adds to the dossier of a sale: the notas and boletos that stand in the customer's panel."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aceite.core.receivables.models import BilledFile
from aceite.core.sales.dossier_parts import Part, Subject, name_of, source


@source
def billed_files(subject: Subject) -> Iterator[Part]:
    """Each file under the kind and the payment it is of."""
    kept = BilledFile.objects.of_sale(subject.proposal).filter(document__removed_at=None)
    for file in kept.order_by("added_at", "pk"):
        stem, _dot, ending = file.name.rpartition(".")
        about = _(" de “%(part)s”") % {"part": file.part_words} if file.part_words else ""
        title = f"{file.get_kind_display()}{about}: {file.name}"
        yield Part(f"cobrancas/{name_of(stem, file.pk)}.{ending.lower()}", "billed", title, file.document)
