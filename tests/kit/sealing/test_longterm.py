"""Long-term files only append: validation data and a time stamp over all of it, or nothing."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from aceite.kit.sealing.authority import revocation_list
from aceite.kit.sealing.longterm import NotSealed, ValidationData, append_long_term
from aceite.kit.sealing.stamps import NoStamp, Stamp, TimeAuthority
from aceite.kit.sealing.timestamps import TimeAuthorities
from tests.kit.archive_judge import archive_faults
from tests.kit.outside_judges import pdfsig, qpdf_finds_no_fault
from tests.kit.sealing import tsa
from tests.kit.sealing.certificates import AT
from tests.kit.sealing.samples import PASSPHRASE, authority, sealed, stamped, update

LATER = AT + timedelta(days=1)


@pytest.fixture
def authorities() -> Iterator[TimeAuthorities]:
    with tsa.serving(tsa.honest(LATER)) as server:
        asked = TimeAuthorities([TimeAuthority(server.url, tsa.tsa_root().pem)], seconds=20)
        yield asked
        asked.close()


def data() -> ValidationData:
    revoked = revocation_list(authority(), passphrase=PASSPHRASE, revoked={}, at=AT)
    return ValidationData(authority().certificate, [revoked])


def test_what_is_there_stays_and_a_time_stamp_covers_it(authorities: TimeAuthorities) -> None:
    result = append_long_term(stamped(), data(), by=authorities, at=LATER)
    assert isinstance(result.stamp, Stamp) and result.data.startswith(stamped())
    assert qpdf_finds_no_fault(result.data) and archive_faults(result.data) == []
    # Poppler does not verify time stamps, but sees what they cover.
    seal, stamp = pdfsig(result.data).split("Signature #")[1:]
    assert "Signature is Valid." in seal and "Total document signed" in stamp


def test_the_validation_data_comes_out_again(authorities: TimeAuthorities) -> None:
    pdf = pikepdf.open(BytesIO(append_long_term(sealed(), data(), by=authorities, at=LATER).data))
    assert (len(pdf.Root.DSS.Certs), len(pdf.Root.DSS.CRLs)) == (1, 1)


def test_stamps_can_follow_one_another(authorities: TimeAuthorities) -> None:
    once = append_long_term(stamped(), data(), by=authorities, at=LATER).data
    twice = append_long_term(once, ValidationData(), by=authorities, at=LATER).data
    assert twice.startswith(once) and pdfsig(twice).count("Signature #") == 3


def test_without_an_answer_nothing_is_appended() -> None:
    asked = TimeAuthorities([TimeAuthority("http://nirgendwo.invalid/", tsa.tsa_root().pem)])
    result = append_long_term(stamped(), data(), by=asked, at=LATER)
    asked.close()
    assert result.data == stamped() and isinstance(result.stamp, NoStamp)


def test_a_file_without_a_seal_is_refused(authorities: TimeAuthorities) -> None:
    with pytest.raises(NotSealed):
        append_long_term(update().original, data(), by=authorities, at=LATER)
