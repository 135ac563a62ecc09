"""A PFX opened in a limited child: the same answer as without one, and nothing of ours within its reach."""

from typing import Any

import pytest

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.sealing import taking
from aceite.kit.sealing.authority import open_key
from aceite.kit.sealing.pfx import CompanyCertificate, Upload
from aceite.kit.sealing.refusals import NotAPfx, OtherCnpj, WrongPassword
from tests.kit.sealing.certificates import AT, AURORA_CNPJ, PADARIA_CNPJ, aurora, pfx

KEPT = b"a chave do ambiente"


def taken(password: str = "segredo", cnpj: str = AURORA_CNPJ) -> CompanyCertificate:
    return taking.take(Upload(pfx(aurora()), password, cnpj), keep_under=KEPT, at=AT)


def test_it_comes_out_as_it_went_in() -> None:
    got = taken()
    assert (got.holder, got.issuer, got.cnpj) == ("AURORA EQUIPAMENTOS LTDA", "AC de teste", AURORA_CNPJ)
    assert got.valid_until == aurora().certificate.not_valid_after_utc
    assert open_key(got.issued.key, KEPT).private_numbers() == aurora().key.private_numbers()


def test_refusals_come_out_with_their_details() -> None:
    with pytest.raises(OtherCnpj, match="45.723.174/0001-10"):
        taken(cnpj=PADARIA_CNPJ)
    with pytest.raises(WrongPassword):
        taken("errada")


def test_the_secret_under_which_the_key_is_kept_never_goes_in(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs: list[Any] = []

    def watched(path: str, job: Any, **limits: int) -> bytes:
        jobs.append(job)
        return run_limited(path, job, **limits)

    monkeypatch.setattr(taking, "run_limited", watched)
    taken()
    assert len(jobs) == 1 and KEPT.decode() not in str(jobs)


def test_what_takes_too_long_is_no_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    def dies(*_job: Any, **_limits: int) -> bytes:
        raise ChildFailed("time")

    monkeypatch.setattr(taking, "run_limited", dies)
    with pytest.raises(NotAPfx):
        taken()


def test_neither_file_nor_password_stands_in_what_is_printed_of_an_upload() -> None:
    assert "segredo" not in repr(Upload(b"0", "segredo", AURORA_CNPJ))
