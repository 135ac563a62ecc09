"""The offline checker at work: everything here runs in a limited child, see checking, external and before."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib import import_module
from io import BytesIO
from typing import Any

from aceite_verify.anything import check_anything
from aceite_verify.before_faults import look
from aceite_verify.external import judge
from aceite_verify.trust import trust_of

# What libraries load when they first need it would otherwise be loaded by every child anew.
LOADED_LATER = (
    "_strptime",
    "cryptography.hazmat.backends.openssl.backend",
    "encodings.utf_16_be",
    "pyhanko.pdf_utils.filters",
)
for _name in LOADED_LATER:
    import_module(_name)


def report(job: Mapping[str, Any]) -> bytes:
    """The findings about a file, as JSON."""
    # A file nobody can read is told to the operator at the start; here it only means trusting less.
    trust = trust_of(job["trusted"], at=job["at"], strict=False)
    found = check_anything(BytesIO(job["data"]), trust, beside=job["beside"])
    return json.dumps([[one.code, one.verdict.value, one.detail, one.file] for one in found.findings]).encode()


def judgement(job: Mapping[str, Any]) -> bytes:
    """The judgement on a file signed outside, as JSON."""
    judged = judge(job["data"], job["basis"], job["expected"], trust_of(job["trusted"], at=job["at"], strict=False))
    told = {
        "findings": [[one.code, one.verdict.value, one.detail] for one in judged.findings],
        "certificate": asdict(judged.certificate) if judged.certificate else {},
        "stamps": [[stamp.page, *stamp.rectangle] for stamp in judged.stamps],
        "continues": judged.continues,
    }
    return json.dumps(told).encode()


def signed_before(job: Mapping[str, Any]) -> bytes:
    """What the signatures of a file that came signed say, as JSON."""
    looked = look(job["data"], trust_of(job["trusted"], at=job["at"], strict=False))
    told = {
        "findings": [[one.code, one.verdict.value, one.detail] for one in looked.findings],
        "signatures": [asdict(one) for one in looked.signatures],
    }
    return json.dumps(told).encode()
