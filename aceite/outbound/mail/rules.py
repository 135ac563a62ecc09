"""Which event makes which letters, and for whom: the whole table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from aceite.outbound.mail import (
    letters_access,
    letters_agreements,
    letters_anchor,
    letters_answers,
    letters_choices,
    letters_clearance,
    letters_colleagues,
    letters_company,
    letters_contracts,
    letters_countersigning,
    letters_external,
    letters_forwarding,
    letters_payments,
    letters_points,
    letters_powers,
    letters_privacy,
    letters_proposal,
    letters_reminding,
    letters_rescission,
    letters_seller,
    letters_tickets,
)
from aceite.outbound.mail import readers as to
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Letter

Writer = Callable[[Happening, to.Reader], Letter | None]


@dataclass(frozen=True)
class Rule:
    """One letter for its readers; a writer that returns None finds that nothing need be said."""

    write: Writer
    readers: to.Readers
    also_after_the_end: bool = False

    @property
    def name(self) -> str:
        """The letter's name in the log."""
        return self.write.__name__


RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "certificate.ending": (Rule(letters_company.certificate_ending, to.owners),),
    "company.changed": (Rule(letters_company.pix_changed, to.owners),),
    "certificate.ended": (Rule(letters_company.certificate_ended, to.owners),),
    "panel_user.invited": (Rule(letters_access.panel_invitation, to.named_person),),
    "panel_user.disowned": (Rule(letters_access.disowned, to.told),),
    "panel_user.deactivated": (Rule(letters_access.access_ended, to.named_person, also_after_the_end=True),),
    "panel_user.address_changed": (Rule(letters_access.address_changed, to.left_address, also_after_the_end=True),),
    "power.declared": (Rule(letters_powers.power_declared, to.told),),
    "power.confirmed": (Rule(letters_powers.power_confirmed, to.who_declared),),
    "power.refused": (Rule(letters_powers.power_refused, to.who_declared),),
    "power.ending": (Rule(letters_powers.power_ends, to.told), Rule(letters_powers.power_ends, to.who_renews)),
    "power.ended": (Rule(letters_powers.power_ends, to.told), Rule(letters_powers.power_ends, to.who_renews)),
    "device.new": (Rule(letters_access.new_device, to.whoever_entered),),
    "member.invited": (Rule(letters_access.team_invitation, to.invited_member),),
    "trail.anchored": (Rule(letters_anchor.anchored, to.owners),),
    "erasure.asked": (Rule(letters_privacy.erasure_asked, to.owners),),
    "erasure.refused": (Rule(letters_privacy.erasure_refused, to.whoever_asked),),
    "code.requested": (Rule(letters_access.code, to.code_holder),),
    "proposal.sent": (
        Rule(letters_proposal.proposal_sent, to.viewers),
        Rule(letters_proposal.new_version, to.viewers),
    ),
    "proposal.reminded": (Rule(letters_proposal.reminder, to.viewers),),
    "reminder.sent": (Rule(letters_reminding.asked_again, to.those_asked),),
    "proposal.withdrawn": (Rule(letters_proposal.withdrawn, to.viewers),),
    "proposal.cancelled": (Rule(letters_proposal.cancelled, to.viewers),),
    "proposal.extended": (Rule(letters_proposal.extended, to.viewers),),
    "proposal.reassigned": (Rule(letters_seller.seller_handed_over, to.told),),
    "proposal.viewed": (Rule(letters_seller.seller_viewed, to.told),),
    "proposal.approved": (
        Rule(letters_answers.approved, to.viewers),
        Rule(letters_seller.seller_approved, to.told),
    ),
    "proposal.declined": (
        Rule(letters_answers.declined, to.viewers),
        Rule(letters_seller.seller_declined, to.told),
    ),
    "proposal.rescinded": (
        Rule(letters_rescission.rescinded, to.viewers),
        Rule(letters_rescission.seller_rescinded, to.told),
    ),
    "amendment.fell": (Rule(letters_rescission.seller_amendment_fell, to.told),),
    "delivery.recorded": (Rule(letters_rescission.delivery_recorded, to.viewers),),
    "delivery.corrected": (Rule(letters_rescission.delivery_recorded, to.viewers),),
    "payment.returned": (Rule(letters_rescission.payment_returned, to.viewers),),
    "proposal.expired": (Rule(letters_seller.seller_expired, to.told),),
    "comment.added": (Rule(letters_colleagues.commented, to.told),),
    "comment.changed": (Rule(letters_colleagues.commented, to.told),),
    "notices.summed": (Rule(letters_colleagues.summary, to.summed_up),),
    "ticket.opened": (Rule(letters_tickets.ticket_to_vendor, to.told),),
    "ticket.written": (
        Rule(letters_tickets.ticket_to_vendor, to.told),
        Rule(letters_tickets.ticket_answered, to.who_wrote_in_ticket),
    ),
    "ticket.closed": (
        Rule(letters_tickets.ticket_moved_to_vendor, to.told),
        Rule(letters_tickets.ticket_moved, to.who_wrote_in_ticket),
    ),
    "ticket.reopened": (
        Rule(letters_tickets.ticket_moved_to_vendor, to.told),
        Rule(letters_tickets.ticket_moved, to.who_wrote_in_ticket),
    ),
    "choice.made": (Rule(letters_choices.seller_choice, to.told),),
    "choice.failed": (Rule(letters_choices.seller_choice_failed, to.told),),
    "approval.undone": (Rule(letters_answers.approval_undone, to.viewers),),
    "agreement.ending": (Rule(letters_agreements.agreement_ending, to.told),),
    "order.made": (Rule(letters_answers.order_made, to.viewers),),
    "payment.confirmed": (Rule(letters_payments.payment_confirmed, to.viewers),),
    "invoice.added": (Rule(letters_payments.invoice_added, to.viewers),),
    "clearance.asked": (Rule(letters_clearance.clearance_asked, to.told),),
    "clearance.given": (Rule(letters_clearance.clearance_answered, to.told),),
    "clearance.refused": (Rule(letters_clearance.clearance_answered, to.told),),
    "question.asked": (Rule(letters_seller.seller_question, to.told),),
    "question.answered": (Rule(letters_answers.question_answered, to.asker),),
    "time.asked": (Rule(letters_points.seller_more_time, to.told),),
    "time.refused": (Rule(letters_points.time_refused, to.asker_of_time),),
    "proposal.forwarded": (
        Rule(letters_forwarding.forwarded, to.forwarded_to),
        Rule(letters_forwarding.seller_forwarded, to.told),
    ),
    "access.asked": (Rule(letters_forwarding.seller_access_asked, to.told),),
    "access.granted": (
        Rule(letters_forwarding.let_in, to.forwarded_to),
        Rule(letters_forwarding.access_granted, to.who_asked_for_access),
    ),
    "access.refused": (Rule(letters_forwarding.access_refused, to.who_asked_for_access),),
    "points.sent": (Rule(letters_points.seller_points, to.told),),
    "points.answered": (Rule(letters_points.points_answered, to.counter_author),),
    "contract.signed": (
        Rule(letters_contracts.signed, to.whoever_signed),
        Rule(letters_contracts.signed_by_colleague, to.colleagues_who_decide),
        Rule(letters_contracts.approval_next, to.others_who_approve),
        Rule(letters_seller.seller_signed, to.told),
    ),
    "countersigner.called": (Rule(letters_countersigning.countersigner_called, to.told),),
    "contract.countersigned": (Rule(letters_countersigning.countersigned, to.representative),),
    "countersigner.replaced": (Rule(letters_countersigning.countersigner_called, to.told),),
    "contract.filed": (Rule(letters_contracts.all_signed, to.who_deal_with_contract),),
    "copy.uploaded": (Rule(letters_seller.seller_copy, to.told),),
    "copy.registered": (Rule(letters_contracts.copy_registered, to.who_deal_with_contract),),
    "copy.accepted": (Rule(letters_contracts.copy_accepted, to.who_deal_with_contract),),
    "copy.refused": (Rule(letters_contracts.copy_refused, to.who_deal_with_contract),),
    "external.to_check": (Rule(letters_external.seller_external, to.told),),
    "external.refused": (Rule(letters_external.external_refused, to.whoever_sent_external),),
    "signature.voided": (Rule(letters_contracts.signature_voided, to.old_signer),),
    "signer.unable": (Rule(letters_seller.seller_signer_unable, to.told),),
    "signer.called": (Rule(letters_contracts.signer_called, to.called_signer),),
    "signer.replaced": (
        Rule(letters_contracts.signer_replaced, to.old_signer),
        Rule(letters_contracts.signer_added, to.new_signer),
        Rule(letters_seller.seller_signer_handed_over, to.told),
    ),
}

# Follows from a delivery that failed, not from an event.
REFUSED: Final = Rule(letters_seller.mail_refused, to.told_of_failed_mail)

BY_NAME: Final[dict[str, Rule]] = {rule.name: rule for rules in (*RULES.values(), (REFUSED,)) for rule in rules}
