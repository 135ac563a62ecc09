"""Every setting, command, periodic job and kind of event is described for the people who run and audit the product."""

import ast
import re
from datetime import timedelta

from django.core.management import get_commands

from aceite.core.jobs.schedule import timetable
from aceite.core.trail.kinds import KINDS
from aceite.faces.ui.templatetags import br, plans, ui
from aceite.project.commands import OWN_NAMES
from tests.house.reading import ROOT, python_files, tree

READERS = {"env", "environ", "getenv"}


def variables_read() -> set[str]:
    """Environment variables that the package reads: `env.str("X")`, `os.environ["X"]`, `os.environ.get("X")`."""
    found = set()
    for path in python_files("aceite/project"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and node.args and is_reader(node.func):
                found |= name_in(node.args[0])
            elif isinstance(node, ast.Subscript) and is_reader(node.value):
                found |= name_in(node.slice)
    return found


def is_reader(node: ast.AST) -> bool:
    """Whether this is `env`, `env.something`, `environ` or `os.environ.something`."""
    while isinstance(node, ast.Attribute):
        if node.attr in READERS:
            return True
        node = node.value
    return isinstance(node, ast.Name) and node.id in READERS


def name_in(node: ast.AST) -> set[str]:
    """The literal name, when it looks like one of an environment variable."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[A-Z][A-Z_]+", node.value):
        return {node.value}
    return set()


def described(page: str, chapter: str = "") -> set[str]:
    """What stands in backticks in the first column of the tables of the page, or of one of its chapters."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    if chapter:
        text = text.split(f"\n## {chapter}\n", 1)[1].split("\n## ", 1)[0]
    return set(re.findall(r"^\| `([^`]+)`", text, re.MULTILINE))


def commands() -> set[str]:
    """What is typed after `aceite`: our own words, and those of Django's commands that are ours."""
    ours = {path.stem for path in (ROOT / "aceite/project/management/commands").glob("[a-z]*.py")}
    return {"serve", "demo", *OWN_NAMES, *(f"manage {name}" for name in ours.difference(OWN_NAMES))}


def in_words(interval: timedelta) -> str:
    """How a page says how often something is done."""
    for name, unit in (("dia", timedelta(days=1)), ("hora", timedelta(hours=1)), ("minuto", timedelta(minutes=1))):
        if interval >= unit:
            return f"{interval // unit} {name}{'s' if interval >= 2 * unit else ''}"
    raise AssertionError(interval)


def test_every_setting_is_described_and_exists() -> None:
    read = variables_read()
    assert {"SECRET_KEY", "BASE_URL"} <= read
    # Django's own is nobody's choice; the two of the database are read under a name made at run time.
    assert described("operacao.md", "Variáveis de ambiente") == read - {"DJANGO_SETTINGS_MODULE"} | {
        "DATABASE_OWNER_URL",
        "DATABASE_URL",
    }


def test_every_command_is_described_and_exists() -> None:
    assert described("operacao.md", "Comandos") == {f"aceite {name}" for name in commands()}


def test_every_periodic_job_is_described_with_how_often_it_runs() -> None:
    page = (ROOT / "docs/operacao.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([a-z]+\.[a-z_]+)` \| ([^|]+) \|", page, re.MULTILINE))
    rooms = {path.replace(".tasks.", ".").split(".", 2)[2]: interval for path, interval in timetable().items()}
    assert told == {job: in_words(interval) for job, interval in rooms.items()}


def test_every_decision_stands_in_the_list() -> None:
    folder = ROOT / "docs/decisions"
    titles = {p.name: p.read_text(encoding="utf-8").splitlines()[0] for p in folder.glob("0*.md")}
    listed = re.findall(
        r"^- \[(\d{4} · .+)\]\((.+)\)$", (folder / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert [(f"# {title}", name) for title, name in listed] == [(titles[name], name) for name in sorted(titles)]


def test_every_kind_of_event_is_described_and_exists() -> None:
    assert described("eventos.md") == set(KINDS)


def test_every_component_and_script_of_the_pages_is_described() -> None:
    page = (ROOT / "docs/interface.md").read_text(encoding="utf-8")
    given = {name for each in (br, plans, ui) for name in (*each.register.tags, *each.register.filters)}
    scripts = {path.stem for path in (ROOT / "aceite/faces/ui/static/ui/js").glob("*.js")}
    assert {"ui_button", "brl"} <= given and "theme" in scripts
    assert sorted(name for name in given if not re.search(rf"\b{name}\b", page)) == []
    assert sorted(name for name in scripts if f"`{name}`" not in page) == []


def test_every_event_and_command_that_a_page_speaks_of_exists() -> None:
    pages = ["docs/evidence.md", "docs/threats.md", "docs/operacao.md", "README.md", "SECURITY.md", "verify/README.md"]
    text = "\n".join((ROOT / page).read_text(encoding="utf-8") for page in pages)
    rooms = {kind.split(".")[0] for kind in KINDS}
    named = {word for word in re.findall(r"`([a-z_]+\.[a-z_]+)`", text) if word.split(".")[0] in rooms}
    jobs = {path.replace(".tasks.", ".").split(".", 2)[2] for path in timetable()}
    assert {"trail.restored", "company.changed", "signer.replaced"} <= named <= {*KINDS, *jobs}
    typed = set(re.findall(r"\baceite manage ([a-z_]+)", text))
    assert {"verify_trail", "remove_sale"} <= typed <= set(get_commands())


def test_every_block_of_a_shell_is_described_and_exists() -> None:
    page = (ROOT / "docs/interface.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `ui/(base|office|panel|public)\.html` \|[^|]+\|(.+)$", page, re.MULTILINE))
    base = blocks_of("base")
    assert {name: set(re.findall(r"`([a-z_]+)`", row)) - base for name, row in rows.items()} == {
        name: blocks_of(name) - base for name in ("base", "office", "panel", "public")
    }
    assert set(re.findall(r"`([a-z_]+)`", rows["base"])) == base


def blocks_of(shell: str) -> set[str]:
    """The blocks that a shell's template opens."""
    template = ROOT / f"aceite/faces/ui/templates/ui/{shell}.html"
    return set(re.findall(r"{% block (\w+) ?%}", template.read_text(encoding="utf-8")))
