"""The command `aceite-verify`: says of one file what holds, what does not, and what could not be checked here."""

import argparse
import hashlib
import json
import logging
import shlex
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Final, Self

from aceite_verify.anything import check_anything
from aceite_verify.checking import LARGEST
from aceite_verify.findings import INCOMPLETE, Finding, Report, Verdict
from aceite_verify.trust import Trust, UnreadableTrust, read_trust
from aceite_verify.words import LANGUAGES, Words

if sys.platform != "win32":
    import resource

# What a hostile file may cost; then whatever is being read stumbles, and that is the finding.
SECONDS = 60
MEMORY: Final = 2 * 1024**3
MARKS: Final = {Verdict.GOOD: "✓", Verdict.BAD: "✗", Verdict.MISSING: "?"}
STATUSES: Final = ("valid", "invalid", "incomplete")


def main(arguments: Sequence[str] | None = None) -> int:
    """Checks the file named on the command line; returns 0 valid, 1 invalid, 2 incomplete or not readable.

    Without `arguments` this is the command itself, which bounds its process in time and memory.
    """
    options = _options().parse_args(arguments)
    if arguments is None:
        _bound_process()
    words = LANGUAGES[options.lang]
    # What the reader of PDFs remarks on the way is no finding of ours.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)
    try:
        file = _Named.of(options.file)
        beside = _Named.of(options.beside) if options.beside else None
        trust = read_trust(options.trust, at=datetime.now(UTC))
    except OSError as failure:
        name, reason = failure.filename or options.file, failure.strerror or type(failure).__name__
        print(words.unreadable.format(file=name, reason=reason), file=sys.stderr)
        return INCOMPLETE
    except UnreadableTrust as unreadable:
        print(words.untrusted.format(file=unreadable), file=sys.stderr)
        return INCOMPLETE
    report = _checked(file.path, beside.path if beside else None, trust)
    _stop_clock()
    print(_as_json(file, report, words) if options.json else _as_text(file, report, words))
    return report.exit_status


def _bound_process() -> None:
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.signal(signal.SIGALRM, _stumble)
        # Again and again, because what stumbled is one part of the check, and the next may be as slow.
        signal.setitimer(signal.ITIMER_REAL, SECONDS, 1)


def _stop_clock() -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, 0)


def _stumble(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="aceite-verify",
        description="Confere, sem rede e sem o servidor, um arquivo assinado ou aprovado no Aceite.",
        epilog="Saída: 0 válido, 1 inválido, 2 incompleto (algo não pôde ser conferido).",
    )
    parser.add_argument(
        "file", metavar="ARQUIVO", type=Path, help="o PDF assinado, o dossiê (ZIP), um recibo ou uma âncora (JSON)"
    )
    parser.add_argument(
        "--with",
        dest="beside",
        metavar="ARQUIVO",
        type=Path,
        help="o que se confere junto: de um contrato assinado fora do painel, a página de assinaturas, e vice-versa; "
        "de um recibo, o PDF assinado ou o dossiê cuja trilha se quer comparar com ele; de uma âncora, o "
        "dossiê; de um dossiê, a capa",
    )
    parser.add_argument("--json", action="store_true", help="escreve o resultado em JSON")
    parser.add_argument("--trust", metavar="PASTA", type=Path, help="pasta com as autoridades em que se confia")
    parser.add_argument("--lang", choices=LANGUAGES, default="pt", help="língua do resultado")
    return parser


@dataclass(frozen=True)
class _Named:
    """The file as it was named, told by its length and hash."""

    path: Path
    length: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Self:
        """Raises OSError for what cannot be read."""
        if path.exists() and not path.is_file():
            raise IsADirectoryError(0, "não é um arquivo", str(path))
        with path.open("rb") as opened:
            return cls(path, path.stat().st_size, hashlib.file_digest(opened, "sha256").hexdigest())


def _checked(path: Path, beside: Path | None, trust: Trust) -> Report:
    with path.open("rb") as opened:
        return check_anything(opened, trust, beside=_whole(beside) if beside else None)


def _whole(path: Path) -> bytes:
    with path.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _as_json(file: _Named, report: Report, words: Words) -> str:
    findings = [
        {
            "code": finding.code,
            "verdict": finding.verdict.value,
            "sentence": words.sentence(finding),
            "detail": finding.detail,
            **({"file": finding.file} if finding.file else {}),
        }
        for finding in report.findings
    ]
    said = {
        "file": str(file.path),
        "length": file.length,
        "sha256": file.sha256,
        "status": STATUSES[report.exit_status],
        "findings": findings,
    }
    return json.dumps(said, ensure_ascii=False, indent=2)


def _as_text(file: _Named, report: Report, words: Words) -> str:
    lines = [str(file.path), f"SHA-256 {file.sha256} · {file.length} bytes"]
    own = [finding for finding in report.findings if not finding.file]
    for section, title in words.titles.items():
        found = [finding for finding in own if finding.section == section]
        if found:
            lines += ["", title, *(f"  {MARKS[finding.verdict]} {words.sentence(finding)}" for finding in found)]
    lines += [*_inside(report, words), "", words.verdicts[report.exit_status], *_by_hand(file.path, own, words)]
    return "\n".join(lines)


def _inside(report: Report, words: Words) -> Iterator[str]:
    """The files of a dossier: each with its own verdict, and what of it is not good."""
    for name in dict.fromkeys(finding.file for finding in report.findings if finding.file):
        found = [finding for finding in report.findings if finding.file == name]
        yield from ("", name, f"  {words.verdicts[Report(found).exit_status]}")
        wanting = [finding for finding in found if finding.verdict is not Verdict.GOOD]
        yield from (f"  {MARKS[finding.verdict]} {words.sentence(finding)}" for finding in wanting)


def _by_hand(file: Path, findings: Sequence[Finding], words: Words) -> Iterator[str]:
    for finding in findings:
        if finding.code == "original.intact":
            yield "\n" + words.by_hand.format(file=shlex.quote(str(file)), **finding.detail)


if __name__ == "__main__":
    sys.exit(main())
