"""What each right of a customer's person opens in the panel: doors that are not here open to every one of them."""

from typing import Final

from tests.matrix.answers import ALL_STATUSES, SIGNERS, Door

# Signing and approving open prices too: what one binds oneself to is a price.
PRICES: Final = frozenset({"prices", "sign", "approve"})
_SIGN, _APPROVE = frozenset({"sign"}), frozenset({"approve"})
_BY_RIGHT: Final[dict[frozenset[str], tuple[str, ...]]] = {
    PRICES: (
        *("paper", "attachment", "contract", "contract_file", "contract_print", "contract_text", "contract_words"),
        *("contract_page", "read", "signed_file", "manifest_file", "approval_file", "sealed_file", "receipt"),
        *("order_paper", "rescission", "rescission_file", "everything"),
    ),
    frozenset({"comment"}): ("questions", "counter", "point", "more_time"),
    _SIGN: (
        *("sign", "signing_key", "ceremony", "code_again", "other_means", "hand_over", "proxy", "proxy_file"),
        *("external", "external_base", "external_file", "copy", "copy_file", "capture", "arriving", "chunk"),
        *("give_up_file", "pending_copy", "more_files", "drop_file", "discard_copy", "copy_sheet"),
    ),
    _APPROVE: ("approve", "decline", "options", "rescind"),
    frozenset({"sign", "manage"}): ("powers",),
    _SIGN | _APPROVE: ("dossier", "dossier_zip", "dossier_pdf"),
    frozenset({"invoices"}): ("billed_file",),
    frozenset({"manage"}): (
        *("colleagues", "new_colleague", "colleague", "colleague_access", "colleague_invitation"),
        # A colleague's powers, not her own, stand behind these addresses.
        *("lookers", "power", "power_withdrawal", "power_paper"),
    ),
}  # fmt: skip
OPENED_BY: Final = {f"panel:{name}": rights for rights, names in _BY_RIGHT.items() for name in names}
SEE: Final = frozenset({"see"})
# Carla's own: no right of anybody else's leads there.
_CARLAS: Final = ("ticket", "close_ticket", "reopen_ticket", "ticket_file", "own_receipt", "device_ending", "passkey",
                  "passkey_removal")  # fmt: skip
# There only for those whom the contract names.
_OF_A_PLACE: Final = ("sign", "signing_key", "proxy", "external", "external_base")
# The colleague behind these addresses is Gil: he does not manage himself, and his own powers are his to declare.
_GIL_TO_OTHERS: Final = ("colleague", "colleague_access", "colleague_invitation")
_GILS_POWERS: Final = ("power", "power_withdrawal", "power_paper")


def opening(who: str, door: Door) -> frozenset[str]:
    """Which rights open a door of the panel to somebody other than Carla; none where what stands behind is not hers."""
    name = door.name.removeprefix("panel:")
    strange = who == "fabio" or (
        who == "joana_herself" and (_is_padarias(door) or name in _GIL_TO_OTHERS + _GILS_POWERS)
    )
    nowhere = name in _CARLAS or (name in _OF_A_PLACE and who not in SIGNERS)
    if strange or nowhere or (who == "gil" and name in _GIL_TO_OTHERS):
        return frozenset()
    return _SIGN if who == "gil" and name in _GILS_POWERS else OPENED_BY.get(door.name, SEE)


def _is_padarias(door: Door) -> bool:
    return door.statuses == ALL_STATUSES
