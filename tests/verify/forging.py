"""What forgers do to a sealed file: each function takes one and gives it back changed."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from asn1crypto import cms
from pyhanko.pdf_utils import embed, generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.cms_embedder import SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation.dss import DocumentSecurityStore

from aceite.kit.pdf.increment import Writer
from aceite.kit.sealing.sealer import KeptKey
from aceite.kit.sealing.sealing import prepare
from aceite.kit.sealing.stamps import Stamp, TimeAuthority
from aceite.kit.sealing.timestamps import TimeAuthorities
from tests.kit.sealing.certificates import AT, made, root
from tests.kit.sealing.samples import certificates
from tests.kit.sealing.tsa import honest, serving, tsa_root

Forgery = Callable[[bytes], bytes]


class Reckless(PdfSigner):
    """PyHanko's signer, deaf to certifications."""

    def _enforce_certification_constraints(self, reader: Any) -> None:
        return


def appended(file: bytes, change: Callable[[Any], None]) -> bytes:
    writer, out = IncrementalPdfFileWriter(BytesIO(file)), BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def under_a_time_stamp(file: bytes, change: Callable[[Any], None]) -> bytes:
    """The change in one update with a document time stamp of an honest authority, which covers whatever it is given."""
    writer = Writer(file, file)
    change(writer)
    prepared = prepare(writer, "Carimbo 9", SigObjSetup(DocumentTimestamp(bytes_reserved=20_000)))
    with serving(honest(AT)) as server:
        authorities = TimeAuthorities([TimeAuthority(server.url, tsa_root().pem)], seconds=20)
        got = authorities.stamp(prepared.digest, AT)
        authorities.close()
    assert isinstance(got, Stamp)
    return prepared.filled(got.token)


def first_page(writer: Any) -> Any:
    """The first page, however deep the tree."""
    node = writer.root["/Pages"]
    while "/Kids" in node:
        node = node["/Kids"][0]
    return node


def stream(data: bytes) -> Any:
    return generic.StreamObject(stream_data=data)


def text(words: str) -> Any:
    return generic.TextStringObject(words)


def dictionary(**entries: Any) -> Any:
    return generic.DictionaryObject({pdf_name(f"/{name}"): value for name, value in entries.items()})


def overlay(writer: Any) -> None:
    page = first_page(writer)
    old, cover = page.raw_get("/Contents"), writer.add_object(stream(b"q 1 g 0 0 600 900 re f Q"))
    page["/Contents"] = generic.ArrayObject([old, cover])
    writer.update_container(page)


def note(writer: Any) -> None:
    annotation = dictionary(Type=pdf_name("/Annot"), Subtype=pdf_name("/Text"), Contents=text("Pago em dobro"))
    annotation["/Rect"] = generic.ArrayObject([generic.NumberObject(n) for n in (50, 50, 90, 90)])
    writer.register_annotation(first_page(writer).container_ref, writer.add_object(annotation))


def replaced_content(writer: Any) -> None:
    """Shadow attack *replace*."""
    ref = first_page(writer).raw_get("/Contents").reference
    writer.objects[(ref.generation, ref.idnum)] = stream(b"BT ET")


def hidden_content(writer: Any) -> None:
    """Shadow attack *hide*: what was drawn is drawn no longer."""
    page = first_page(writer)
    page["/Resources"] = generic.DictionaryObject()
    writer.update_container(page)


def another_page_tree(writer: Any) -> None:
    pages = writer.root["/Pages"]
    kids = [pages["/Kids"].raw_get(i) for i in range(len(pages["/Kids"]))]
    tree = dictionary(Type=pdf_name("/Pages"), Kids=generic.ArrayObject(kids[1:]))
    tree["/Count"] = generic.NumberObject(len(kids) - 1)
    writer.root["/Pages"] = writer.add_object(tree)
    writer.update_root()


def metadata(writer: Any) -> None:
    xml = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>Outro titulo</a></x:xmpmeta>'
    writer.root["/Metadata"] = writer.add_object(stream(xml))
    writer.update_root()


def info(writer: Any) -> None:
    writer.set_info(writer.add_object(dictionary(Title=text("Outro contrato"))))


def info_in_place(writer: Any) -> None:
    ref = writer.trailer.raw_get("/Info").reference
    writer.objects[(ref.generation, ref.idnum)] = dictionary(Title=text("Outro contrato"))


def info_to_another_object(writer: Any) -> None:
    """Only the trailer changes: Info now points to something that was in the file all along."""
    writer.set_info(writer.root.raw_get("/Pages"))
    writer.update_root()


def open_action(writer: Any) -> None:
    writer.root["/OpenAction"] = dictionary(S=pdf_name("/JavaScript"), JS=text("app.alert(1)"))
    writer.update_root()


def version(writer: Any) -> None:
    writer.root["/Version"] = pdf_name("/2.0")
    writer.update_root()


def marking(writer: Any) -> None:
    writer.root["/MarkInfo"] = dictionary(Suspects=generic.BooleanObject(True))
    writer.update_root()


def attached(writer: Any) -> None:
    embedded = embed.EmbeddedFileObject.from_file_data(writer, data=b"{}", mime_type="application/json")
    embed.embed_file(writer, embed.FileSpec("evidence.json", "evidence.json", embedded_data=embedded))


def orphan(writer: Any) -> None:
    """Nothing points to it yet: the first half of the next shadow attack."""
    writer.add_object(stream(b"em breve"))
    writer.update_root()


def text_field(writer: Any) -> None:
    field = dictionary(FT=pdf_name("/Tx"), T=text("valor"), V=text("R$ 1,00"))
    if "/AcroForm" not in writer.root:
        writer.root["/AcroForm"] = writer.add_object(dictionary(Fields=generic.ArrayObject()))
        writer.update_root()
    fields = writer.root["/AcroForm"]["/Fields"]
    fields.append(writer.add_object(field))
    writer.update_container(fields)


def filled_field(writer: Any) -> None:
    fields = [each.get_object() for each in writer.root["/AcroForm"]["/Fields"]]
    (field,) = [each for each in fields if each["/FT"] == "/Tx"]
    field["/V"] = text("R$ 99.999,00")
    writer.update_container(field)


def empty_field(writer: Any) -> None:
    append_signature_field(writer, SigFieldSpec("Vazio", on_page=-1))


def visible_field(writer: Any) -> None:
    append_signature_field(writer, SigFieldSpec("Nota", on_page=0, box=(0, 0, 600, 800)))


def validation_data(writer: Any) -> None:
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certificates(root().pem))


CHANGES = (
    overlay,
    note,
    replaced_content,
    hidden_content,
    another_page_tree,
    metadata,
    info,
    info_in_place,
    info_to_another_object,
    open_action,
    version,
    marking,
    attached,
    orphan,
    text_field,
    empty_field,
    visible_field,
)


def stranger() -> KeptKey:
    by = made("Estranho", None)
    return KeptKey(by.key, certificates(by.pem)[0], [])


def signed(
    file: bytes,
    by: Any,
    *,
    field: str = "Outra",
    box: Any = None,
    certify: bool = False,
    page: int = -1,
    allowing: MDPPerm = MDPPerm.NO_CHANGES,
) -> bytes:
    """A further signature, or a certification, as pyHanko makes them."""
    asked = PdfSignatureMetadata(
        field_name=field, subfilter=SigSeedSubFilter.PADES, certify=certify, docmdp_permissions=allowing
    )
    spec = SigFieldSpec(field, on_page=page, box=box)
    return bytes(Reckless(asked, by, new_field_spec=spec).sign_pdf(IncrementalPdfFileWriter(BytesIO(file))).getvalue())


def extra_signature(file: bytes) -> bytes:
    return signed(file, stranger())


def visible_signature(file: bytes) -> bytes:
    return signed(file, stranger(), box=(0, 0, 600, 800), page=0)


def junk(file: bytes) -> bytes:
    return file + b"mais isto"


def rewritten(change: Callable[[Any], None]) -> Forgery:
    """The seal's container, parsed, changed and put back in its place."""

    def forge(file: bytes) -> bytes:
        start, end = gap(file)
        content = cms.ContentInfo.load(bytes.fromhex(file[start + 1 : end - 1].decode()))
        # Once parsed in full, so that what is changed is written anew.
        _ = content.native
        change(content["content"])
        return with_contents(file, content.dump(force=True))

    return forge


def with_contents(file: bytes, contents: bytes) -> bytes:
    start, end = gap(file)
    filled = contents.hex().encode().ljust(end - start - 2, b"0")
    return file[: start + 1] + filled + file[end - 1 :]


def gap(file: bytes) -> tuple[int, int]:
    _, start, end, _ = PdfFileReader(BytesIO(file)).embedded_signatures[0].byte_range
    return int(start), int(end)


def shortened_range(file: bytes) -> bytes:
    start, end = gap(file)
    old = b"/ByteRange [0 %d %d %d]" % (start, end, len(file) - end)
    assert file.count(old) == 1
    new = b"/ByteRange [0 %d %d %d]" % (start, end, len(file) - end - 700)
    return file.replace(old, new.ljust(len(old)))


def zeroed(file: bytes) -> bytes:
    return with_contents(file, b"")


def capitals(file: bytes) -> bytes:
    start, end = gap(file)
    return file[:start] + file[start:end].upper() + file[end:]


def padding_used(file: bytes) -> bytes:
    end = gap(file)[1]
    return file[: end - 3] + b"1" + file[end - 2 :]
