"""A PDF that Ana signed before Bruno brought it as a contract: what the tests of such files start from."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from pikepdf import Pdf

from aceite.core.contracts.models import Contract
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.contracts.uploading import ContractUpload, add_upload
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from tests import outside_signing as outside
from tests.core.contracts.sent import opened
from tests.kit.paper_samples import contract as sample
from tests.walk import sent

Spoil = Callable[[Pdf], None]
ANA = ("Ana da Aurora", "52998224725")


def plain(*spoils: Spoil) -> bytes:
    """A contract of another program's making, and what somebody hid in it."""
    with Pdf.open(BytesIO(sample().render())) as pdf:
        for spoil in spoils:
            spoil(pdf)
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


def by_ana(data: bytes, at: datetime, **how: Any) -> bytes:
    """Ana signed it with her e-CPF before it was brought."""
    return outside.signed(data, outside.e_cpf(*ANA), at=at - timedelta(minutes=20), field="Ana", **how)


def brought(proposal: Proposal, data: bytes, bruno: Member, at: datetime, **how: Any) -> Contract:
    """The PDF as a contract of the draft; `how` is it signed."""
    upload = ContractUpload("Contrato assinado.pdf", data, **{"requirement": "digital", **how})
    return add_upload(current_of(proposal), upload, by=bruno, at=at)


def sent_out(draft: Proposal, data: bytes, bruno: Member, now: datetime, *people: PanelUser, **how: Any) -> Contract:
    """The same, sent to these people and read by them."""
    contract = brought(draft, data, bruno, now, **how)
    set_signers(contract, [SignerPlan(person) for person in people], by=bruno, at=now)
    sent(draft, bruno, now)
    contract = Contract.objects.select_related("document", "version__proposal").get(pk=contract.pk)
    opened([contract], *people, at=now)
    return contract
