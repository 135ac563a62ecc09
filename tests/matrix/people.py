"""The cast, entered: each person with the session of her browser."""

from dataclasses import dataclass
from datetime import datetime

from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from tests import cast
from tests.clients import client_of

NOBODY = "nobody"


@dataclass(frozen=True)
class Cast:
    """Everybody of tests/cast.py, in one world; Carla also manages her colleagues here."""

    ana: Member
    marcos: Member
    bruno: Member
    iris: Member
    carla: PanelUser
    gil: PanelUser
    helena: PanelUser
    davi: PanelUser
    joana_herself: PanelUser
    eva: Member
    fabio: PanelUser

    @property
    def padaria(self) -> Customer:
        """The customer all sales of this world are made to."""
        return self.carla.customer


def assemble() -> Cast:
    """Both companies, their teams and their customers' people."""
    aurora = cast.company("aurora", "Aurora", "11222333000181")
    boreal = cast.company("boreal", "Boreal", "45723174000110")
    padaria = cast.customer(aurora, CustomerKind.COMPANY, "Padaria Central Ltda.", "12ABC34501DE35")
    joana = cast.customer(aurora, CustomerKind.PERSON, "Joana Siqueira", "16899535009")
    market = cast.customer(boreal, CustomerKind.COMPANY, "Mercado Norte Ltda.", "19131243000197")
    person = cast.panel_user
    carla = person(padaria, "Carla Nogueira", "carla@padaria.example", "52998224725", sign=True, approve=True)
    carla.can_manage = True
    carla.save()
    return Cast(
        ana=cast.member(aurora, "Ana", Role.OWNER),
        marcos=cast.member(aurora, "Marcos", Role.MANAGER),
        bruno=cast.member(aurora, "Bruno", Role.SELLER),
        iris=cast.member(aurora, "Íris", Role.READER),
        carla=carla,
        gil=person(padaria, "Gil Prado", "gil@padaria.example", "11144477735", sign=True),
        helena=person(padaria, "Helena Duarte", "helena@padaria.example", "39053344705", sign=True),
        davi=person(padaria, "Davi Rocha", "davi@padaria.example", "86288366757"),
        joana_herself=person(
            joana, "Joana Siqueira", "joana@correio.example", "16899535009", sign=True, approve=True
        ),
        eva=cast.member(boreal, "Eva", Role.OWNER),
        fabio=person(market, "Fábio Leal", "fabio@mercado.example", "15350946056", sign=True, approve=True),
    )  # fmt: skip


def sessions(people: Cast, at: datetime) -> dict[str, str]:
    """Who → the key of her session; nobody has none."""
    held = {NOBODY: ""}
    for name in Cast.__dataclass_fields__:
        held[name] = client_of(getattr(people, name), proved_at=at).session.session_key or ""
    return held
