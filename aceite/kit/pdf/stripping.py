"""What an object drawn on a page may keep: the entries that draw. All else is cut out of it."""

from typing import Any, Final

from pikepdf import Array, Dictionary, Name, Stream

_STREAM: Final = frozenset({"/Length", "/Filter", "/DecodeParms", "/Type", "/Subtype"})
FORM: Final = _STREAM | {"/FormType", "/BBox", "/Matrix", "/Resources", "/Group"}
IMAGE: Final = _STREAM | {
    *("/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask", "/Decode"),
    *("/Interpolate", "/SMask", "/SMaskInData", "/Matte"),
}
RESOURCES: Final = frozenset(
    {"/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/ProcSet", "/Properties"}
)
PAGE: Final = frozenset({"/Type", "/Parent", "/MediaBox", "/CropBox", "/Resources", "/Contents", "/Group", "/Rotate"})
# Anywhere else (fonts, patterns, graphics states) these have no part in drawing.
UNDRAWN: Final = frozenset(
    {"/OC", "/OPI", "/Metadata", "/PieceInfo", "/AF", "/StructParent", "/StructParents", "/A", "/AA", "/JS", "/EF"}
    | {"/OpenAction", "/Annots", "/Annot", "/AcroForm", "/Names", "/Dest", "/Next", "/URI", "/Launch"}
)


def strip(value: Any) -> None:
    """Cut `value`, and what stands directly in it, down to what draws; objects of their own come by themselves."""
    if isinstance(value, Array):
        _strip_direct(list(value))
    if not isinstance(value, (Dictionary, Stream)):
        return
    for name in _cut(value):
        del value[name]
    resources = value.get("/Resources")
    if isinstance(resources, Dictionary):
        for name in set(resources.keys()) - RESOURCES:
            del resources[name]
    if isinstance(value.get("/Properties"), Dictionary):
        # Marked content keeps its name but no longer the layer or text it stood for.
        value["/Properties"] = Dictionary({name: Dictionary() for name in value["/Properties"].keys()})
    _strip_direct([value[name] for name in value.keys()])


def _strip_direct(values: list[Any]) -> None:
    for value in values:
        if isinstance(value, (Array, Dictionary)) and not value.is_indirect:
            strip(value)


def _cut(value: Any) -> list[str]:
    match value.get("/Subtype"), value.get("/Type"):
        case Name.Form, _:
            kept = FORM
        case Name.Image, _:
            kept = IMAGE
        case _, Name.Page:
            kept = PAGE
        case _:
            return [name for name in value.keys() if name in UNDRAWN]
    return [name for name in value.keys() if name not in kept]
