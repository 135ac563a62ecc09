"""Lines out of a table: which column is what, by heading or by content, and what is wrong cell by cell. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from aceite.core.catalog.rhythms import every_of, times_of
from aceite.core.prices.rungs import Rung, on_rung
from aceite.kit.fonts import refuse_undrawable
from aceite.kit.money import parse_decimal_br
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite.kit.text import clean, unaccented


class Column(StrEnum):
    """What a column of the table holds."""

    NONE = ""
    CODE = "code"
    NAME = "name"
    DESCRIPTION = "description"
    NOTE = "note"
    QUANTITY = "quantity"
    UNIT = "unit"
    PRICE = "unit_price"
    DISCOUNT = "discount_value"
    RECURS = "recurs"
    PERIODS = "periods"


@dataclass(frozen=True)
class Known:
    """An item of the catalogue, for the cells that the table leaves empty."""

    item_id: int
    code: str
    name: str
    kind: str
    unit: str
    unit_price: Decimal
    description: str
    recurs: str = ""
    periods: int = 0
    # What it costs by quantity, from the smallest up.
    rungs: tuple[Rung, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell: as it stands, what it is read as, and what is wrong with it."""

    text: str
    value: Any = None
    wrong: Complaint | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is read as an amount."""
        return isinstance(self.value, Decimal)


@dataclass
class Row:
    """One row of the table: `values` are the fields of a line, a `heading` opens a section, a sum is left out."""

    cells: list[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    heading: str = ""
    is_sum: bool = False
    missing: Complaint | None = None

    @property
    def from_catalogue(self) -> str:
        """The name that the catalogue gives it by its code; empty where the table names it itself."""
        name = str(self.values.get("name", ""))
        return name if all(cell.value != name for cell in self.cells) else ""

    @property
    def lacks_a_column(self) -> bool:
        """Whether what is missing has no cell to be said beside: none of its columns holds it."""
        return self.missing is not None and not any(cell.wrong for cell in self.cells)

    @property
    def good(self) -> bool:
        """Whether it can become a line."""
        return not self.is_sum and self.missing is None and not any(cell.wrong for cell in self.cells)


_SAID: Final[Mapping[Column, tuple[str, ...]]] = {
    Column.CODE: ("codigo", "cod", "cod.", "ref", "referencia", "sku", "item nº", "code"),
    Column.NAME: ("item", "nome", "produto", "servico", "produto/servico", "descricao do item", "name", "material"),
    Column.DESCRIPTION: ("descricao", "detalhes", "especificacao", "detalhamento", "description"),
    Column.NOTE: ("observacao", "obs", "obs.", "nota", "note"),
    Column.QUANTITY: ("quantidade", "qtd", "qtd.", "qtde", "qtde.", "quant", "quant.", "qty", "quantity"),
    Column.UNIT: ("un", "un.", "und", "unid", "unid.", "unidade", "medida", "unit"),
    Column.PRICE: ("preco", "preco unitario", "preco unit.", "preco unit", "valor unitario", "valor unit.", "vl. unit.",
                   "vlr unit", "valor", "unitario", "price", "unit price"),
    Column.DISCOUNT: ("desconto", "desc", "desc.", "desconto %", "% desconto", "desc. %", "discount"),
    Column.RECURS: ("recorrencia", "recorrente", "periodicidade", "frequencia", "pago", "cobranca", "recurrence"),
    Column.PERIODS: ("quantas vezes", "vezes", "periodos", "ciclos", "periods"),
}  # fmt: skip
_SUMS: Final = ("total", "subtotal", "sub-total", "soma", "valor total")
_LONGEST: Final = {Column.CODE: 30, Column.NAME: 200, Column.DESCRIPTION: 4000, Column.NOTE: 2000, Column.UNIT: 10}
_PLACES: Final = {Column.QUANTITY: 4, Column.PRICE: 10, Column.DISCOUNT: 4}
_WHOLE: Final = Decimal(10) ** 11
_TOO_SMALL: Final = {
    Column.QUANTITY: _("A quantidade precisa ser maior que zero."),
    Column.PRICE: _("O preço não pode ser negativo. Para abater um valor, use o desconto."),
    Column.DISCOUNT: _("O desconto não pode ser negativo."),
}


class BadCell(Complaint):
    """A cell that reads well but cannot stand where it is."""


def columns_of(grid: Sequence[Sequence[str]], codes: Callable[[str], bool]) -> tuple[list[Column], bool]:
    """What each column seems to hold, and whether the first row is a heading. `codes` knows the catalogue's codes."""
    if not grid:
        return [], False
    named = [_named(text) for text in grid[0]]
    if sum(column is not Column.NONE for column in named) >= min(2, len(grid[0])):
        return _once(_description_as_name(named)), True
    return _once(_by_content(grid, codes)), False


def read_rows(grid: Sequence[Sequence[str]], columns: Sequence[Column], catalogue: Mapping[str, Known]) -> list[Row]:
    """The table's rows as lines, headings and sums; `catalogue` is keyed by code without case and accents."""
    return [_read(row, columns, catalogue) for row in grid]


def _named(text: str) -> Column:
    said = unaccented(text).strip().rstrip(":").replace("(r$)", "").replace("r$", "").strip()
    return next((column for column, words in _SAID.items() if said in words), Column.NONE)


def _description_as_name(columns: list[Column]) -> list[Column]:
    # Where nothing else names the item, its description does.
    if Column.NAME in columns or Column.DESCRIPTION not in columns:
        return columns
    at = columns.index(Column.DESCRIPTION)
    return [*columns[:at], Column.NAME, *columns[at + 1 :]]


def _once(columns: Sequence[Column]) -> list[Column]:
    kept: list[Column] = []
    for column in columns:
        kept.append(Column.NONE if column in kept else column)
    return kept


def _by_content(grid: Sequence[Sequence[str]], codes: Callable[[str], bool]) -> list[Column]:
    texts = [[row[at] for row in grid if row[at]] for at in range(len(grid[0]))]
    numeric = [bool(cells) and sum(_number(cell) is not None for cell in cells) * 2 > len(cells) for cells in texts]
    columns = [Column.NONE] * len(texts)
    for at, cells in enumerate(texts):
        if cells and sum(codes(cell) for cell in cells) * 2 > len(cells):
            columns[at] = Column.CODE
    words = [at for at, cells in enumerate(texts) if columns[at] is Column.NONE and cells and not numeric[at]]
    if words:
        columns[max(words, key=lambda at: sum(map(len, texts[at])))] = Column.NAME
    units = [at for at in words if columns[at] is Column.NONE and max(map(len, texts[at])) <= 4]
    if units:
        columns[units[0]] = Column.UNIT
    amounts = [at for at, is_number in enumerate(numeric) if is_number and columns[at] is Column.NONE]
    order = [Column.PRICE] if len(amounts) == 1 else [Column.QUANTITY, Column.PRICE]
    for at, column in zip(amounts, order, strict=False):
        columns[at] = column
    return columns


def _number(text: str) -> Decimal | None:
    try:
        return parse_decimal_br(text.removesuffix("%"))
    except Complaint:
        return None


def _read(row: Sequence[str], columns: Sequence[Column], catalogue: Mapping[str, Known]) -> Row:
    cells = [_cell(text, column) for text, column in zip(row, columns, strict=True)]
    given: dict[Column, Cell] = {
        column: cell for cell, column in zip(cells, columns, strict=True) if column is not Column.NONE and cell.text
    }
    read = Row(cells)
    only_name = set(given) == {Column.NAME}
    if _is_sum(row, given):
        read.is_sum = True
    elif only_name and given[Column.NAME].wrong is None and Column.PRICE in columns:
        read.heading = given[Column.NAME].value[:120]
    else:
        _fill(read, given, catalogue)
        _say_what_is_missing(read, given, columns)
    return read


def _is_sum(row: Sequence[str], given: Mapping[Column, Cell]) -> bool:
    first = next((text for text in row if text), "")
    return unaccented(first).strip().rstrip(":") in _SUMS and Column.QUANTITY not in given


def _fill(row: Row, given: Mapping[Column, Cell], catalogue: Mapping[str, Known]) -> None:
    known = catalogue.get(unaccented(given[Column.CODE].text)) if Column.CODE in given else None
    if known is not None:
        row.values = {name: getattr(known, name) for name in Known.__dataclass_fields__ if name != "rungs"}
    row.values |= {column.value: cell.value for column, cell in given.items()}
    if known is not None and known.rungs and Column.PRICE not in given:
        row.values["unit_price"] = on_rung(known.rungs, row.values.get("quantity") or Decimal(1)).price
    if Column.DISCOUNT in given:
        row.values["discount_kind"] = "percent"
    if Column.RECURS in given and Column.PERIODS not in given:
        # How many times the catalogue says is of another rhythm.
        row.values["periods"] = known.periods if known and known.recurs == given[Column.RECURS].value else 0


def _say_what_is_missing(row: Row, given: Mapping[Column, Cell], columns: Sequence[Column]) -> None:
    """Beside the empty cell that should hold it, where the table has such a column. A cell that holds something wrong
    says so itself."""
    if not row.values.get("name") and Column.NAME not in given:
        column, row.missing = Column.NAME, BadCell(_nameless(given))
    elif row.values.get("unit_price") is None and Column.PRICE not in given:
        column, row.missing = Column.PRICE, BadCell(_("Falta o preço."))
    else:
        return
    if column in columns:
        row.cells[columns.index(column)] = Cell("", wrong=row.missing)


def _nameless(given: Mapping[Column, Cell]) -> str:
    if Column.CODE in given:
        return _("Falta o nome do item: nenhum item do catálogo tem este código.")
    return _("Falta o nome do item.")


def _cell(text: str, column: Column) -> Cell:
    if not text or column is Column.NONE:
        return Cell(text)
    try:
        return Cell(text, _value(text, column))
    except Complaint as wrong:
        return Cell(text, wrong=wrong)


def _value(text: str, column: Column) -> Any:
    if column in _PLACES:
        return _amount(text, column)
    rhythm = {Column.RECURS: every_of, Column.PERIODS: times_of}.get(column)
    return rhythm(text) if rhythm else _words(text, column)


def _words(text: str, column: Column) -> str:
    cleaned = clean(text, max_length=_LONGEST[column], multiline=column in {Column.DESCRIPTION, Column.NOTE}).text
    refuse_undrawable(cleaned)
    return cleaned


def _amount(text: str, column: Column) -> Decimal:
    if column is Column.DISCOUNT and "R$" in "".join(text.upper().split()):
        raise BadCell(_("Na tabela o desconto é em %. Escreva, por exemplo, 10 ou 10 %."))
    value, places = parse_decimal_br(text.removesuffix("%")), _PLACES[column]
    if value < 0 or (column is Column.QUANTITY and not value):
        raise BadCell(_TOO_SMALL[column])
    if column is Column.DISCOUNT and value > 100:
        raise BadCell(_("O desconto não pode passar de cem por cento."))
    if value >= _WHOLE:
        raise BadCell(_("O número é grande demais."))
    if value != value.quantize(Decimal(1).scaleb(-places)):
        raise BadCell(_("Use no máximo %(places)s casas decimais."), places=places)
    return value
