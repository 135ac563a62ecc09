"""What programs that are not ours say about our PDFs: poppler and qpdf."""

import subprocess
from tempfile import NamedTemporaryFile


def pdftotext(pdf: bytes) -> str:
    return subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def pdfinfo(pdf: bytes) -> dict[str, str]:
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in told.splitlines())}


def qpdf_finds_no_fault(pdf: bytes) -> bool:
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(["qpdf", "--check", file.name], capture_output=True, check=False)
    return done.returncode == 0
