"""Who may do what: one table of roles, one of panel rights."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The role of a member of the vendor's team."""

    OWNER = "owner", _("Proprietário")
    MANAGER = "manager", _("Gerente")
    SELLER = "seller", _("Vendedor")
    READER = "reader", _("Leitor")


_READER: Final = frozenset({"sale.see", "customer.see", "catalog.see", "contract.see", "team.see", "blueprint.see"})
_SELLER: Final = _READER | {
    "proposal.edit",
    "proposal.send",
    "proposal.revise",
    "proposal.withdraw",
    "proposal.extend",
    "proposal.remind",
    "proposal.cancel",
    "alternative.make",
    "alternative.join",
    "alternative.leave",
    "proposal.share",
    "question.answer",
    "point.answer",
    "view.save",
    "order.make",
    "delivery.record",
    "payment.confirm",
    "invoice.manage",
    "agreement.terminate",
    "sale.export",
    "sale.dossier",
    "customer.edit",
    "panel_user.manage",
    "catalog.edit",
    "contract.edit",
    "template.edit",
    # Her own models of proposals; see Blueprint.may_be_changed_by.
    "blueprint.edit",
    "block.edit",
    "signer.replace",
    "countersigner.replace",
    "contract.countersign",
    "copy.check",
    "copy.register",
    "external.check",
    "clearance.ask",
    "comment.write",
    "ticket.answer",
    # Whose answer counts follows from the company's rules.
    "clearance.decide",
}
_MANAGER: Final = _SELLER | {
    "approval.undo",
    "order.make_without_copy",
    "proposal.reassign",
    "comment.remove",
    "reminder.rule",
    "mail.word",
    "terms.word",
    "view.share",
    "condition.edit",
    "mail.retry",
    "team.manage",
    "privacy.manage",
    "cost.set",
    "blueprint.manage",
    "price.set",
    "trail.see",
    "customer.merge",
}
_OWNER: Final = _MANAGER | {"company.edit", "certificate.manage", "team.manage_owners", "clearance.rule"}

ROLE_VERBS: Final[dict[Role, frozenset[str]]] = {
    Role.READER: _READER,
    Role.SELLER: _SELLER,
    Role.MANAGER: _MANAGER,
    Role.OWNER: _OWNER,
}

# What each right of a panel user opens; every one of them may look. Whoever binds the customer sees what she binds her
# to: signing and approving open prices too.
PANEL_VERBS: Final[dict[str, frozenset[str]]] = {
    "see": frozenset({"panel.see", "ticket.ask", "privacy.ask", "proposal.forward", "access.ask"}),
    "prices": frozenset({"price.see", "price.ask"}),
    "comment": frozenset({"question.ask", "point.ask", "time.ask"}),
    "sign": frozenset(
        {"price.see", "contract.sign", "signer.hand_over", "copy.upload", "sale.dossier", "power.declare"}
    ),
    "approve": frozenset(
        {"price.see", "proposal.approve", "proposal.choose", "proposal.decline", "proposal.rescind", "sale.dossier"}
    ),
    "invoices": frozenset({"invoice.see"}),
    "manage": frozenset({"colleague.manage", "power.declare"}),
}
