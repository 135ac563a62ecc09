"""The office's doors, register by register: audience and answer of GET (and HEAD) and of a POST of an empty form."""

from collections.abc import Callable

from tests.matrix.answers import (
    ENTERED,
    EVERYBODY,
    MANAGERS,
    NO_SUCH_METHOD,
    OWNERS,
    SELLERS,
    TEAM,
    Answer,
    Door,
    Rule,
)
from tests.matrix.world import Register, World

GOES, LOST, OK, REFUSED = Answer.GOES, Answer.LOST, Answer.OK, Answer.REFUSED
READ = Rule(TEAM, OK)
BRUNO = frozenset({"bruno"})


def before(name: str, get: Rule, post: Rule = NO_SUCH_METHOD, *, closed: bool = False) -> Door:
    """A page outside of any company."""
    return Door(f"office:{name}", get, post, closed, where=lambda world, status: _outside(name, world))


def _outside(name: str, world: World) -> dict[str, str]:
    if name == "invitation":
        return {"token": world.register.to_the_team}
    return {"company": "aurora"} if name in {"brand", "logo"} else {}


def of(
    name: str, get: Rule, post: Rule, *ids: str, contracts: bool = False, names: tuple[str, ...] = ("pk", "person_pk")
) -> Door:
    """A page of the registers; `ids` are the fields of Register that stand in its address under `names`."""
    return Door(
        f"office:{name}", get, post, contracts=contracts,
        where=lambda world, status: {"company": "aurora"} | dict(zip(names, _ids(world.register, ids), strict=False)),
    )  # fmt: skip


def _ids(register: Register, names: tuple[str, ...]) -> list[int | str]:
    return [getattr(register, name) for name in names]


def of_word(name: str, get: Rule, post: Rule, **fixed: str) -> Door:
    """A page whose address holds a word that is always the same."""
    return Door(f"office:{name}", get, post, common=True, where=lambda world, status: {"company": "aurora"} | fixed)


def of_power(name: str, get: Rule, post: Rule) -> Door:
    """A page about what a customer's person declared of how he signs."""
    ids, names = ("customer", "person", "power"), ("pk", "person_pk", "power")
    return of(name, get, post, *ids, contracts=True, names=names)


def of_person(name: str, get: Rule, post: Rule) -> Door:
    """A page about one person's data: here a customer's."""
    return Door(
        f"office:{name}", get, post,
        where=lambda world, status: {"company": "aurora", "kind": "usuarios", "pk": world.register.person},
    )  # fmt: skip


def of_ending(name: str, get: Rule, post: Rule) -> Door:
    """A page about the end of a contract in force."""
    return Door(
        f"office:{name}", get, post,
        where=lambda world, status: {
            "company": "aurora", "pk": world.register.ended, "ending": world.register.ending,
        },
    )  # fmt: skip


def of_letter(name: str, get: Rule, post: Rule) -> Door:
    """A page about the words of one mail; letters have the same names in every company, and so has the address."""
    letter = {"company": "aurora", "letter": "proposal_sent", "language": "pt-br"}
    return Door(f"office:{name}", get, post, common=True, where=lambda world, status: letter)


def of_terms(name: str, get: Rule, post: Rule, **more: int) -> Door:
    """A page about the terms before one act; they have the same names in every company, their versions do not."""
    text = {"company": "aurora", "occasion": "external", "language": "en", **more}
    return Door(f"office:{name}", get, post, common=not more, where=lambda world, status: text)


def of_template(name: str, get: Rule, post: Rule, more: Callable[[World], dict[str, object]]) -> Door:
    """A page about one version of a template, or about it with one proposal."""
    return Door(
        f"office:{name}", get, post, contracts=True,
        where=lambda world, status: {"company": "aurora", "pk": world.register.template, **more(world)},
    )  # fmt: skip


def of_blueprint(
    name: str, more: Callable[[World], dict[str, object]], get: Rule = NO_SUCH_METHOD, post: Rule | None = None
) -> Door:
    """A page or button about one part of a blueprint."""
    return Door(
        f"office:{name}", get, post or Rule(MANAGERS, GOES),
        where=lambda world, status: {"company": "aurora", "pk": world.register.blueprint, **more(world)},
    )  # fmt: skip


def _its_block(_world: World) -> dict[str, object]:
    return {"at": 0}


def _an_about(_world: World) -> dict[str, object]:
    return {"kind": "about"}


def _its_file(world: World) -> dict[str, object]:
    return {"file": world.register.blueprint_file}


def _the_first(_world: World) -> dict[str, object]:
    return {"version": 1}


def _a_clause(_world: World) -> dict[str, object]:
    return {"key": "garantia"}


def _a_sale(world: World) -> dict[str, object]:
    return {"number": world.sales["draft"].number}


def of_copy(name: str, get: Rule, post: Rule) -> Door:
    """A page about the signed copy of a sale that goes on, in the queue of those to check."""
    return Door(
        f"office:{name}", get, post, where=lambda world, status: {"company": "aurora", "pk": world.sales["sent"].copy}
    )


def page(name: str, *ids: str, who: frozenset[str] = TEAM, contracts: bool = False) -> Door:
    """To be read."""
    return of(name, Rule(who, OK), NO_SUCH_METHOD, *ids, contracts=contracts)


def form(name: str, *ids: str, who: frozenset[str], contracts: bool = False) -> Door:
    """A form that does not take nothing."""
    return of(name, Rule(who, OK), Rule(who, REFUSED), *ids, contracts=contracts)


def asked(name: str, *ids: str, who: frozenset[str]) -> Door:
    """A page that asks first, and whose button is the whole form."""
    return of(name, Rule(who, OK), Rule(who, GOES), *ids)


def button(name: str, *ids: str, who: frozenset[str], answer: Answer = GOES, contracts: bool = False) -> Door:
    """A button on another page."""
    return of(name, NO_SUCH_METHOD, Rule(who, answer), *ids, contracts=contracts)


ENTERING = (
    before("front", Rule(EVERYBODY, GOES)),
    before("enter", Rule(EVERYBODY, OK), Rule(EVERYBODY, REFUSED)),
    before("enter_code", Rule(EVERYBODY, OK), Rule(EVERYBODY, REFUSED)),
    before("enter_by_passkey", Rule(EVERYBODY, GOES), Rule(EVERYBODY, REFUSED)),
    before("passkey_challenge", NO_SUCH_METHOD, Rule(EVERYBODY, OK)),
    before("leave", NO_SUCH_METHOD, Rule(EVERYBODY, GOES)),
    before("password", Rule(ENTERED, OK), Rule(ENTERED, REFUSED), closed=True),
    before("companies", Rule(ENTERED, GOES), closed=True),
    before("sign_up", Rule(EVERYBODY, OK), Rule(EVERYBODY, REFUSED)),
    before("signed_up", Rule(EVERYBODY, OK)),
    # Eva is known by her address, so the button is the whole form; the link alone lets her in.
    before("invitation", Rule(EVERYBODY, OK), Rule(EVERYBODY, GOES)),
    before("brand", Rule(EVERYBODY, OK)),
    before("logo", Rule(EVERYBODY, OK)),
)

REGISTERS = (
    page("home"),
    page("search"),
    page("suggestions"),
    page("customers"),
    form("new_customer", who=SELLERS),
    page("customer", "customer"),
    form("edit_customer", "customer", who=SELLERS),
    button("archive_customer", "customer", who=SELLERS),
    button("restore_customer", "customer", who=SELLERS),
    form("new_person", "customer", who=SELLERS),
    form("person", "customer", "person", who=SELLERS),
    form("person_address", "customer", "person", who=SELLERS),
    # An empty form takes away what was noted; nobody has sent a proxy.
    of("signing_power", Rule(SELLERS, OK), Rule(SELLERS, GOES), "customer", "person", contracts=True),
    of("proxy_file", Rule(TEAM, LOST), NO_SUCH_METHOD, "customer", "person", contracts=True),
    of("declared_powers", Rule(TEAM, OK), NO_SUCH_METHOD, contracts=True),
    of_power("power_confirmation", NO_SUCH_METHOD, Rule(SELLERS, GOES)),
    of_power("power_refusal", NO_SUCH_METHOD, Rule(SELLERS, REFUSED)),
    # It came without a paper.
    of_power("declared_paper", Rule(TEAM, LOST), NO_SUCH_METHOD),
    button("person_invitation", "customer", "person", who=SELLERS),
    button("person_copied_invitation", "customer", "person", who=SELLERS),
    asked("person_ending", "customer", "person", who=SELLERS),
    button("person_return", "customer", "person", who=SELLERS),
    page("catalog"),
    page("catalog_search"),
    form("new_item", who=SELLERS),
    form("item", "item", who=SELLERS),
    button("archive_item", "item", who=SELLERS),
    page("duplicates", who=MANAGERS),
    page("merge_choose", "customer", who=MANAGERS),
    of("merge_customers", Rule(MANAGERS, OK), Rule(MANAGERS, REFUSED), "customer", "twin", names=("pk", "other")),
    of("part_customers", NO_SUCH_METHOD, Rule(MANAGERS, GOES), "customer", "merge", names=("pk", "merge")),
    page("price_lists"),
    form("new_price_list", who=MANAGERS),
    form("edit_price_list", "price_list", who=MANAGERS),
    of("price_list", READ, Rule(MANAGERS, REFUSED), "price_list"),
    button("archive_price_list", "price_list", who=MANAGERS),
    button("restore_price_list", "price_list", who=MANAGERS),
    of("price_removal", NO_SUCH_METHOD, Rule(MANAGERS, GOES), "price_list", "price", names=("pk", "price")),
    form("import_prices", who=MANAGERS),
    page("prices_model", who=MANAGERS),
    of("customer_groups", READ, Rule(MANAGERS, REFUSED)),
    form("customer_group", "group", who=MANAGERS),
    button("customer_group_removal", "group", who=MANAGERS),
    of("item_picture", READ, NO_SUCH_METHOD, "picture_sha256", names=("sha256",)),
    of("add_item_pictures", NO_SUCH_METHOD, Rule(SELLERS, REFUSED), "item"),
    of("item_picture_first", NO_SUCH_METHOD, Rule(SELLERS, GOES), "item", "picture", names=("pk", "picture")),
    of("item_picture_removal", NO_SUCH_METHOD, Rule(SELLERS, GOES), "item", "picture", names=("pk", "picture")),
    form("import", "sheet", who=SELLERS),
    button("stop_import", "sheet", who=SELLERS),
    button("undo_import", "sheet", who=SELLERS),
    page("import_rows", "sheet", who=SELLERS),
    form("import_customers", who=SELLERS),
    page("customers_model", who=SELLERS),
    form("import_items", who=SELLERS),
    page("items_model", who=SELLERS),
    button("restore_item", "item", who=SELLERS),
    page("clauses", contracts=True),
    form("new_clause", who=SELLERS, contracts=True),
    form("clause", "clause", who=SELLERS, contracts=True),
    button("archive_clause", "clause", who=SELLERS, contracts=True),
    button("restore_clause", "clause", who=SELLERS, contracts=True),
    of_template("newer_clause", NO_SUCH_METHOD, Rule(SELLERS, GOES), _a_clause),
    page("blueprints"),
    form("new_blueprint", who=SELLERS),
    # Ana's, shared with the team: Bruno uses it, and changes only a copy of his own.
    of("blueprint", READ, Rule(SELLERS, REFUSED), "blueprint"),
    form("write_blueprint", "blueprint", who=MANAGERS),
    button("blueprint_totals", "blueprint", who=MANAGERS, answer=OK),
    form("paste_into_blueprint", "blueprint", who=MANAGERS),
    form("blueprint_files", "blueprint", who=MANAGERS),
    of_blueprint("remove_blueprint_file", _its_file),
    # Its buttons need one of the blocks to be about.
    of("blueprint_presentation", Rule(MANAGERS, OK), Rule(MANAGERS, LOST), "blueprint"),
    of_blueprint("blueprint_block", _its_block, Rule(MANAGERS, OK), Rule(MANAGERS, REFUSED)),
    of_blueprint("new_blueprint_block", _an_about, Rule(MANAGERS, OK), Rule(MANAGERS, REFUSED)),
    page("blocks"),
    form("new_block", who=SELLERS),
    form("block", "block", who=SELLERS),
    button("archive_block", "block", who=SELLERS),
    button("restore_block", "block", who=SELLERS),
    Door(
        "office:block_picture",
        READ,
        NO_SUCH_METHOD,
        where=lambda world, status: {"company": "aurora", "sha256": world.register.block_picture},
    ),
    button("archive_blueprint", "blueprint", who=MANAGERS),
    button("restore_blueprint", "blueprint", who=MANAGERS),
    button("copy_blueprint", "blueprint", who=SELLERS),
    page("blueprint_versions", "blueprint"),
    of_blueprint("blueprint_back", _the_first),
    page("templates", contracts=True),
    form("new_template", who=SELLERS, contracts=True),
    page("template", "template", contracts=True),
    form("edit_template", "template", who=SELLERS, contracts=True),
    form("new_from_word", who=SELLERS, contracts=True),
    form("from_word", "template", who=SELLERS, contracts=True),
    button("archive_template", "template", who=SELLERS, contracts=True),
    button("restore_template", "template", who=SELLERS, contracts=True),
    page("template_versions", "template", contracts=True),
    of_template("template_version", READ, NO_SUCH_METHOD, _the_first),
    of_template("template_back", NO_SUCH_METHOD, Rule(SELLERS, GOES), _the_first),
    page("template_trial", "template", contracts=True),
    of_template("template_trial_pages", READ, NO_SUCH_METHOD, _a_sale),
    of_template("template_trial_pdf", READ, NO_SUCH_METHOD, _a_sale),
    page("contracts", contracts=True),
    form("new_contract", who=SELLERS, contracts=True),
    page("contract", "contract", contracts=True),
    form("edit_contract", "contract", who=SELLERS, contracts=True),
    form("new_contract_from_word", who=SELLERS, contracts=True),
    form("contract_from_word", "contract", who=SELLERS, contracts=True),
    page("contract_pdf", "contract", contracts=True),
    page("copy_queue"),
    button("begin_checking", who=SELLERS),
    of_copy("checking", READ, NO_SUCH_METHOD),
    of_copy("hold_copy", Rule(SELLERS, OK), Rule(SELLERS, GOES)),
    of_copy("accept_checked", NO_SUCH_METHOD, Rule(SELLERS, GOES)),
    of_copy("refuse_checked", NO_SUCH_METHOD, Rule(SELLERS, REFUSED)),
    page("team"),
    form("new_member", who=MANAGERS),
    form("role", "member", who=MANAGERS),
    button("member_invitation", "member", who=MANAGERS),
    asked("member_ending", "member", who=MANAGERS),
    form("member_absences", "member", who=MANAGERS),
    # Bruno's own.
    button("end_absence", "absence", who=SELLERS),
    form("own_absences", who=TEAM),
    page("notices"),
    button("all_notices_read", who=TEAM),
    button("open_notice", "notice", who=BRUNO),
    form("notice_choices", who=TEAM),
    page("tickets"),
    of("ticket", READ, Rule(SELLERS, REFUSED), "ticket"),
    button("close_ticket", "ticket", who=SELLERS),
    button("reopen_ticket", "ticket", who=SELLERS),
    Door(
        "office:ticket_file",
        READ,
        NO_SUCH_METHOD,
        where=lambda world, status: {
            "company": "aurora",
            "pk": world.register.ticket,
            "file": world.register.ticket_file,
        },
    ),
    button("member_return", "member", who=MANAGERS),
    page("conditions", who=MANAGERS),
    button("usual_conditions", who=MANAGERS),
    form("new_condition", who=MANAGERS),
    form("condition", "condition", who=MANAGERS),
    button("archive_condition", "condition", who=MANAGERS),
    button("restore_condition", "condition", who=MANAGERS),
    page("clearances"),
    page("clearance", "clearance"),
    # Bruno asked; nobody answers himself.
    button("give_clearance", "clearance", who=MANAGERS),
    button("refuse_clearance", "clearance", who=MANAGERS, answer=REFUSED),
    page("clearance_rules", who=OWNERS),
    form("new_clearance_rule", who=OWNERS),
    form("clearance_rule", "clearance_rule", who=OWNERS),
    button("remove_clearance_rule", "clearance_rule", who=OWNERS),
    page("settings"),
    page("audit", who=MANAGERS),
    page("audit_file", who=MANAGERS),
    form("company", who=OWNERS),
    form("look", who=OWNERS),
    page("tried_colour", who=OWNERS),
    form("selling", who=OWNERS),
    # An empty form means no Pix and the national holidays; when changes are to be read has to be said.
    of("receiving", Rule(OWNERS, OK), Rule(OWNERS, GOES)),
    of("contracting", Rule(OWNERS, OK), Rule(OWNERS, REFUSED)),
    of("proof", Rule(OWNERS, OK), Rule(OWNERS, REFUSED)),
    page("consent_terms"),
    of_terms("consent_text", READ, Rule(MANAGERS, REFUSED)),
    of_terms("consent_text_reset", NO_SUCH_METHOD, Rule(MANAGERS, GOES)),
    of_terms("consent_version", READ, NO_SUCH_METHOD, version=1),
    form("addresses", who=OWNERS),
    button("links_address", who=OWNERS),
    button("verify_domain", "domain", who=OWNERS),
    button("remove_domain", "domain", who=OWNERS),
    button("company_logo", who=OWNERS, answer=REFUSED),
    button("company_logo_removal", who=OWNERS),
    form("certificate", who=OWNERS),
    asked("certificate_removal", who=OWNERS),
    of("privacy", Rule(MANAGERS, OK), Rule(OWNERS, REFUSED)),
    of_person("privacy_person", Rule(MANAGERS, OK), Rule(MANAGERS, REFUSED)),
    of_person("privacy_copy", NO_SUCH_METHOD, Rule(MANAGERS, GOES)),
    button("privacy_refusal", "request", who=MANAGERS),
    # Nothing was asked but to be erased, so there is no copy.
    of("privacy_file", Rule(MANAGERS, LOST), NO_SUCH_METHOD, "request"),
    page("mails", who=MANAGERS),
    form("reminders", who=MANAGERS),
    page("mail_texts", who=MANAGERS),
    of_letter("mail_text", Rule(MANAGERS, OK), Rule(MANAGERS, REFUSED)),
    of_letter("mail_text_preview", Rule(MANAGERS, OK), Rule(MANAGERS, REFUSED)),
    of_letter("mail_text_reset", NO_SUCH_METHOD, Rule(MANAGERS, GOES)),
    button("mail_again", "delivery", who=MANAGERS),
    button("work_again", "letter", who=MANAGERS),
    page("help"),
    Door(
        "office:help_task",
        READ,
        NO_SUCH_METHOD,
        common=True,
        where=lambda world, status: {"company": "aurora", "task": "primeira-proposta"},
    ),
    form("account", who=TEAM),
    # An answer to nothing registers nothing.
    of("passkeys", Rule(TEAM, GOES), Rule(TEAM, REFUSED)),
    button("passkey_options", who=TEAM, answer=OK),
    # The page of a passkey leads its holder back to the account, and is there for nobody else.
    of("passkey", Rule(BRUNO, GOES), Rule(BRUNO, REFUSED), "brunos_passkey"),
    button("passkey_removal", "brunos_passkey", who=BRUNO),
    button("device_ending", "brunos_device", who=BRUNO),
    button("other_devices_ending", who=TEAM),
    page("sales"),
    page("sales_file", who=SELLERS),
    page("sales_workbook", who=SELLERS),
    page("orders_file", who=SELLERS),
    page("board"),
    of_word("board_column", Rule(TEAM, OK), NO_SUCH_METHOD, state="sent"),
    form("new_view", who=SELLERS),
    # A view of Bruno's that he has shared with nobody.
    form("edit_view", "view", who=BRUNO),
    button("open_view_first", "view", who=BRUNO),
    button("remove_view", "view", who=BRUNO),
    of_word("new_bulk", Rule(SELLERS, OK), Rule(SELLERS, REFUSED), kind="lembrete"),
    page("bulks"),
    # Everybody may look at what Bruno ordered; it goes on, and stops, by him alone.
    of("bulk", Rule(TEAM, OK), Rule(BRUNO, GOES), "bulk"),
    button("stop_bulk", "bulk", who=BRUNO),
    # A reminder leaves no spreadsheet.
    of("bulk_file", Rule(SELLERS, LOST), NO_SUCH_METHOD, "bulk"),
    page("receivables"),
    page("agreements"),
    page("agreement", "agreement"),
    of("end_agreement", Rule(SELLERS, OK), Rule(SELLERS, REFUSED), "agreement"),
    of_ending("undo_ending", NO_SUCH_METHOD, Rule(SELLERS, GOES)),
    # It came without a paper.
    of_ending("ending_file", Rule(TEAM, LOST), NO_SUCH_METHOD),
    form("import_statement", who=SELLERS),
    # Nothing chosen leads back to the file.
    button("take_statement", who=SELLERS),
    page("statement", "bank_statement", who=SELLERS),
    button("undo_statement", "bank_statement", who=SELLERS),
    # Without a customer there is nothing to write: the page asks for one first.
    of("new_sale", Rule(SELLERS, OK), Rule(SELLERS, OK)),
)
OFFICE = ENTERING + REGISTERS
