"""What a large company sells, drawn by a seed: the same seed gives the same customers, sales and amounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final

YEARS: Final = timedelta(days=3 * 365)
SPAN: Final = YEARS // timedelta(microseconds=1)
VALID: Final = timedelta(days=15)
_FIRST: Final = (
    *("Padaria", "Mercado", "Clínica", "Hotel", "Metalúrgica", "Colégio", "Posto", "Academia", "Condomínio", "Óptica"),
    *("Cooperativa", "Farmácia", "Oficina", "Restaurante", "Papelaria", "Transportadora", "Gráfica", "Pousada"),
)
_SECOND: Final = (
    *("São João", "Bom Dia", "Vida Plena", "Serra Azul", "Ferro Forte", "Jardim do Saber", "Girassol", "Aroeira"),
    *(
        "Vale do Pardo",
        "Central",
        "Santa Luzia",
        "Três Irmãos",
        "Ipê",
        "Boa Vista",
        "Nova Era",
        "Água Clara",
        "Avenida",
    ),
)
_GIVEN: Final = ("Alice", "Beto", "Célia", "Dário", "Elza", "Fausto", "Graça", "Hugo", "Inês", "Jonas", "Lia")
_FAMILY: Final = (
    "Amaral",
    "Brandão",
    "Camargo",
    "Dantas",
    "Esteves",
    "Furtado",
    "Gusmão",
    "Holanda",
    "Leitão",
    "Meira",
)
_THINGS: Final = (
    "Módulo",
    "Inversor",
    "Estrutura",
    "Cabo",
    "Bateria",
    "Quadro",
    "Medidor",
    "Conector",
    "Forno",
    "Bomba",
)
_KINDS: Final = ("compacto", "trifásico", "residencial", "industrial", "de alumínio", "reforçado", "híbrido", "solar")
_JOBS: Final = ("Instalação", "Ampliação", "Reforma", "Manutenção", "Projeto", "Troca", "Fornecimento")
_PLACES: Final = ("da loja", "do balcão", "da sede", "da fábrica", "do telhado", "da cozinha", "do galpão", "da filial")
# Of a hundred sales that are older than two weeks, and of a hundred newer ones.
_OLD: Final = {"order": 55, "declined": 15, "expired": 16, "cancelled": 9, "draft": 3, "approved": 2}
_NEW: Final = {"sent": 48, "draft": 24, "approved": 13, "order": 9, "declined": 4, "cancelled": 2}
_REASONS: Final = ("price", "price", "term", "payment", "scope", "other_vendor", "postponed", "other")


@dataclass(frozen=True)
class Buyer:
    """A customer, with the person who answers for it."""

    name: str
    taxid: str
    person: str
    email: str


@dataclass(frozen=True)
class Offered:
    """A line: which item of the catalogue, how many."""

    item: int
    quantity: int


@dataclass(frozen=True)
class Sold:
    """A sale: to whom, by whom, when it was made and sent, how it stands and since when."""

    customer: int
    seller: int
    title: str
    lines: tuple[Offered, ...]
    state: str
    made_at: datetime
    sent_at: datetime
    ended_at: datetime
    reason: str


def cnpj_of(number: int) -> str:
    """A valid CNPJ for each number below a hundred million."""
    digits = f"{number:08d}0001"
    for _ in range(2):
        weights = [*range(2, 10)] * 2
        rest = sum(int(d) * w for d, w in zip(reversed(digits), weights, strict=False)) % 11
        digits += str(0 if rest < 2 else 11 - rest)
    return digits


def items(draw: Random, count: int) -> Iterator[tuple[str, str, Decimal]]:
    """Code, name and price of each item of the catalogue."""
    for number in range(count):
        name = f"{_THINGS[number % len(_THINGS)]} {draw.choice(_KINDS)} {number:03d}"
        yield f"{name[:3].upper()}-{number:03d}", name, Decimal(draw.randrange(990, 900_000)) / 100


def buyers(draw: Random, count: int) -> Iterator[Buyer]:
    """The customers."""
    for number in range(count):
        person = f"{draw.choice(_GIVEN)} {draw.choice(_FAMILY)}"
        name = f"{draw.choice(_FIRST)} {draw.choice(_SECOND)} {number} Ltda."
        # Like those of a country: spread, no two alike (the factor shares no divisor with the modulus).
        cnpj = cnpj_of((10_203_040 + number * 37_158_829) % 60_000_000)
        yield Buyer(name, cnpj, person, f"compras{number}@cliente.example")


@dataclass(frozen=True)
class Drawing:
    """Draws the sales one after the other, in the order of their numbers, over the three years before `until`."""

    draw: Random
    size: int
    customers: int
    items: int
    sellers: int
    until: datetime

    def sales(self) -> Iterator[Sold]:
        """Each of them."""
        for number in range(self.size):
            # By whole microseconds: so many times three years are more than a span of time can be.
            yield self._sale(self.until - timedelta(microseconds=SPAN * (self.size - number) // (self.size + 1)))

    def _sale(self, made_at: datetime) -> Sold:
        draw = self.draw
        sent_at = made_at + timedelta(minutes=draw.randrange(5, 2_000))
        states = _NEW if self.until - sent_at < VALID else _OLD
        state = draw.choices(list(states), list(states.values()))[0]
        took = timedelta(days=20) if state == "expired" else timedelta(minutes=draw.randrange(30, 14_000))
        # Large orders are rare, some customers buy more than others.
        most = draw.choice((3, 4, 6, 12, 60))
        return Sold(
            customer=min(draw.randrange(self.customers), draw.randrange(self.customers)),
            seller=min(draw.randrange(self.sellers), draw.randrange(self.sellers)),
            title=f"{draw.choice(_JOBS)} {draw.choice(_PLACES)}",
            lines=tuple(Offered(draw.randrange(self.items), draw.randint(1, most)) for _ in range(draw.randint(3, 7))),
            state=state,
            made_at=made_at,
            sent_at=min(sent_at, self.until),
            ended_at=min(sent_at + took, self.until),
            reason=draw.choice(_REASONS),
        )
