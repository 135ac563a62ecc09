"""What each right of a customer's person opens in the panel: doors that are not here open to every one of them."""

from typing import Final

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
