"""The trust folder: what is read from it, and that nothing is trusted that is not in it."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from aceite.kit.sealing.authority import revocation_list
from aceite_verify.findings import Verdict
from aceite_verify.seal import check
from aceite_verify.trust import Roots, Tree, UnreadableTrust, read_trust
from tests.kit.sealing.certificates import AT, issuer, root
from tests.kit.sealing.samples import PASSPHRASE, authority, length, stamped
from tests.kit.sealing.tsa import tsa_root


def put(folder: Path, tree: str, **files: bytes) -> Path:
    (folder / tree).mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / tree / name).write_bytes(data)
    return folder


def empty_list() -> bytes:
    return revocation_list(authority(), passphrase=PASSPHRASE, revoked={}, at=AT)


def test_without_folder_nobody_is_trusted(tmp_path: Path) -> None:
    for folder in (None, tmp_path, tmp_path / "nichts"):
        assert all(read_trust(folder, at=AT).tree(tree) == Roots() for tree in Tree)


def test_pem_and_der_several_in_a_file_roots_and_the_way_to_them(tmp_path: Path) -> None:
    put(tmp_path, "icp-brasil", bundle=root().pem + issuer().pem, other=root("Outra").der)
    tree = read_trust(tmp_path, at=AT).tree(Tree.ICP_BRASIL)
    names = {each.subject.native["common_name"] for each in tree.roots}
    assert names == {"AC Raiz de teste", "Outra"}
    assert [each.subject.native["common_name"] for each in tree.others] == ["AC de teste"]


def test_revocation_lists_in_both_forms(tmp_path: Path) -> None:
    der = x509.load_pem_x509_crl(empty_list()).public_bytes(Encoding.DER)
    put(tmp_path, "instance", a=empty_list(), b=der)
    assert len(read_trust(tmp_path, at=AT).lists()) == 2


def test_a_whole_folder_makes_a_file_good(tmp_path: Path) -> None:
    put(tmp_path, "instance", ca=authority().certificate, crl=empty_list())
    put(tmp_path, "timestamps", root=tsa_root().pem)
    found = check(stamped(), original_length=length(), trust=read_trust(tmp_path, at=AT))
    assert {each.verdict for each in found} == {Verdict.GOOD}


def test_the_installations_certificates_are_there_for_other_checks(tmp_path: Path) -> None:
    put(tmp_path, "instance", ca=authority().certificate)
    (own,) = read_trust(tmp_path, at=AT).instance
    assert own.public_bytes(Encoding.PEM) == authority().certificate


def test_hidden_files_and_folders_of_other_names_are_left_alone(tmp_path: Path) -> None:
    put(tmp_path, "instance", **{".keep": b"x"})
    put(tmp_path, "outros", ca=authority().certificate)
    assert read_trust(tmp_path, at=AT).tree(Tree.INSTANCE) == Roots()


@pytest.mark.parametrize("data", [b"", b"x", b"-----BEGIN CERTIFICATE-----\nxx\n-----END CERTIFICATE-----\n"])
def test_a_file_that_is_neither_is_named(tmp_path: Path, data: bytes) -> None:
    put(tmp_path, "govbr", estranho=data)
    with pytest.raises(UnreadableTrust, match="estranho"):
        read_trust(tmp_path, at=AT)
    put(tmp_path, "govbr", estranho=root().der[:-5])
    with pytest.raises(UnreadableTrust, match="estranho"):
        read_trust(tmp_path, at=AT)
