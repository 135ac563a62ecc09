"""What a letter brings along: the receipt of whoever acted."""

from aceite.core.signatures.receipts import receipt_file, receipt_name
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Enclosure
from aceite.outbound.mail.readers import Reader, acted


def own_receipt(h: Happening, reader: Reader) -> tuple[Enclosure, ...]:
    """The reader's own receipt, when the act was hers: it is nobody else's to keep."""
    if not acted(h, reader):
        return ()
    name = receipt_name(h.proposal.number, h.statement)
    return (Enclosure(name, "application/json", receipt_file(h.statement, h.event, at=h.now)),)
