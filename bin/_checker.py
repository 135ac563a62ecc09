"""Builds aceite-verify as one file that unpacks itself where it is run: `bin/checker [--to FOLDER]`.

What it brings along comes from requirements/verify.txt, every package with its hash; the checker's own code is copied
as it stands. Some packages are compiled, so it runs on the Python and the platform it is named for; there it needs
neither network nor anything installed. The same repository gives the same bytes.
"""

import argparse
import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

from _setup import PYTHON, ensure_uv
from _steps import ROOT, Refused, run

LOCK = ROOT / "requirements" / "verify.txt"
CODE = ROOT / "verify" / "aceite_verify"
# Where it is put unless told otherwise.
DIST = ROOT / "var" / "dist"
# Of what is asked of a package index, nothing is asked when it is at hand already.
OFFLINE = "--offline"


def name() -> str:
    """The file's name: for which Python and which platform it is."""
    python = f"py{sys.version_info.major}{sys.version_info.minor}"
    return f"aceite-verify-{python}-{sysconfig.get_platform()}.pyz"


def build(folder: Path) -> Path:
    """Builds it into `folder`. Raises Refused."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / name()
    with tempfile.TemporaryDirectory() as place:
        site = Path(place) / "site"
        install(site)
        shutil.copytree(CODE, site / CODE.name, ignore=shutil.ignore_patterns("__pycache__"))
        arriving = made.with_suffix(".arriving")
        pack(site, arriving)
        arriving.replace(made)
    return made


def install(site: Path) -> None:
    """The locked packages, from what set-up has fetched already, else from the package index."""
    uv = ensure_uv()
    command: list[str | Path] = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--python",
        PYTHON,
        "--require-hashes",
        "--target",
        site,
        "-r",
        LOCK,
    ]
    try:
        run(*command, OFFLINE)
    except Refused:
        shutil.rmtree(site, ignore_errors=True)
        run(*command)


def pack(site: Path, made: Path) -> None:
    """One file out of a folder of packages. Raises Refused."""
    shiv: list[str | Path] = [PYTHON, "-m", "shiv", "--site-packages", site, "--entry-point", "aceite_verify.cli:main"]
    # A time of its own would make every build another file.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1577836800")
    run(*shiv, "--compressed", "--reproducible", "--python", "/usr/bin/env python3", "--output-file", made)


def main(words: list[str]) -> int:
    """Builds it and says where it is and how it is used."""
    options = argparse.ArgumentParser(prog="bin/checker", description="Faz do conferidor um só arquivo.")
    options.add_argument("--to", type=Path, default=DIST, metavar="PASTA", help="onde pôr o arquivo (var/dist)")
    try:
        made = build(options.parse_args(words).to.resolve())
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    size = made.stat().st_size / 1e6
    print(f"{made} ({size:.1f} MB)\nUse assim, sem rede e sem instalar nada: python3 -I {made.name} ARQUIVO")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
