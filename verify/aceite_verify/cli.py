"""The command `aceite-verify`: says of one file what holds, what does not, and what could not be checked here."""

import argparse
import json
import logging
import shlex
import signal
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Final

from aceite_verify.canonical import sha256_hex
from aceite_verify.checking import LARGEST, check
from aceite_verify.findings import INCOMPLETE, Finding, Report, Verdict
from aceite_verify.trust import UnreadableTrust, read_trust
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
        data = _read(options.file)
        trust = read_trust(options.trust, at=datetime.now(UTC))
    except OSError as failure:
        name, reason = failure.filename or options.file, failure.strerror or type(failure).__name__
        print(words.unreadable.format(file=name, reason=reason), file=sys.stderr)
        return INCOMPLETE
    except UnreadableTrust as unreadable:
        print(words.untrusted.format(file=unreadable), file=sys.stderr)
        return INCOMPLETE
    report = check(data, trust)
    _stop_clock()
    told = _as_json(options.file, data, report, words) if options.json else _as_text(options.file, data, report, words)
    print(told)
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
    parser.add_argument("file", metavar="ARQUIVO", type=Path, help="o PDF assinado")
    parser.add_argument("--json", action="store_true", help="escreve o resultado em JSON")
    parser.add_argument("--trust", metavar="PASTA", type=Path, help="pasta com as autoridades em que se confia")
    parser.add_argument("--lang", choices=LANGUAGES, default="pt", help="língua do resultado")
    return parser


def _read(file: Path) -> bytes:
    if file.exists() and not file.is_file():
        raise IsADirectoryError(0, "não é um arquivo", str(file))
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _as_json(file: Path, data: bytes, report: Report, words: Words) -> str:
    findings = [
        {
            "code": finding.code,
            "verdict": finding.verdict.value,
            "sentence": words.sentence(finding),
            "detail": finding.detail,
        }
        for finding in report.findings
    ]
    said = {
        "file": str(file),
        "length": len(data),
        "sha256": sha256_hex(data),
        "status": STATUSES[report.exit_status],
        "findings": findings,
    }
    return json.dumps(said, ensure_ascii=False, indent=2)


def _as_text(file: Path, data: bytes, report: Report, words: Words) -> str:
    lines = [str(file), f"SHA-256 {sha256_hex(data)} · {len(data)} bytes"]
    for section, title in words.titles.items():
        found = [finding for finding in report.findings if finding.section == section]
        if found:
            lines += ["", title, *(f"  {MARKS[finding.verdict]} {words.sentence(finding)}" for finding in found)]
    lines += ["", words.verdicts[report.exit_status], *_by_hand(file, report.findings, words)]
    return "\n".join(lines)


def _by_hand(file: Path, findings: Sequence[Finding], words: Words) -> Iterator[str]:
    for finding in findings:
        if finding.code == "original.intact":
            yield "\n" + words.by_hand.format(file=shlex.quote(str(file)), **finding.detail)


if __name__ == "__main__":
    sys.exit(main())
