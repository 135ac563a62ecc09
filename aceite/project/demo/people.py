"""Who lives in the demo: Aurora's team, its customers with their people, and the stranger Boreal."""

from dataclasses import dataclass
from typing import Final

from aceite.core.companies.actions import CompanyData
from aceite.core.customers.actions import CustomerData
from aceite.core.customers.models import CustomerKind
from aceite.core.people.permissions import Role

# Everybody in the demo enters with it; it is printed by `demo_people` and opens nothing elsewhere.
PASSWORD: Final = "aceite-demo-2026"

AURORA: Final = CompanyData(
    slug="aurora", legal_name="Aurora Energia Solar Ltda.", trade_name="Aurora", cnpj="11222333000181",
    state_registration="110042490114", email="contato@aurora.example", phone="+551932110000", colour="#1f5f4a",
    website="https://aurora.example/", zip_code="13015904", street="Avenida Francisco Glicério",
    street_number="1000", complement="sala 82", district="Centro", city="Campinas", state="SP",
    terms="Preços em reais, com impostos incluídos. O prazo de instalação começa na aprovação do projeto pela "
    "distribuidora de energia.",
)  # fmt: skip

BOREAL: Final = CompanyData(
    slug="boreal", legal_name="Boreal Refrigeração Ltda.", trade_name="Boreal", cnpj="45723174000110",
    email="contato@boreal.example", colour="#1e4e8c", city="Curitiba", state="PR",
)  # fmt: skip


@dataclass(frozen=True)
class Colleague:
    """Somebody of a vendor's team."""

    key: str
    name: str
    email: str
    role: Role


@dataclass(frozen=True)
class Person:
    """Somebody of a customer; who has not joined was invited and has not come yet."""

    key: str
    name: str
    email: str
    cpf: str = ""
    job_title: str = ""
    sign: bool = False
    approve: bool = False
    manage: bool = False
    joined: bool = True


@dataclass(frozen=True)
class Buyer:
    """A customer and its people. `key` is how the stories call it."""

    key: str
    data: CustomerData
    people: tuple[Person, ...]


TEAM: Final = (
    Colleague("ana", "Ana", "ana@aurora.example", Role.OWNER),
    Colleague("marcos", "Marcos", "marcos@aurora.example", Role.MANAGER),
    Colleague("bruno", "Bruno", "bruno@aurora.example", Role.SELLER),
    Colleague("iris", "Íris", "iris@aurora.example", Role.READER),
)
EVA: Final = Colleague("eva", "Eva", "eva@boreal.example", Role.OWNER)


def company(key: str, name: str, trade_name: str, taxid: str, street: str, number: str, city: str, state: str = "SP",
            *, email: str = "", people: tuple[Person, ...] = ()) -> Buyer:  # fmt: skip
    """A company that buys; without people of its own, somebody of its purchasing and its board come in."""
    host = f"{key}.example"
    return Buyer(
        key,
        CustomerData(
            kind=CustomerKind.COMPANY, name=name, trade_name=trade_name, taxid=taxid, email=email or f"contato@{host}",
            street=street, street_number=number, city=city, state=state, state_exempt=True,
        ),
        people or (
            Person(f"{key}.diretoria", f"Diretoria {trade_name}"[:60], f"diretoria@{host}", BOARD_CPF[key],
                   "Diretoria", sign=True, approve=True, manage=True),
            Person(f"{key}.compras", f"Compras {trade_name}"[:60], f"compras@{host}", job_title="Compras",
                   joined=False),
        ),
    )  # fmt: skip


BOARD_CPF: Final = {
    "mercado": "28740193640", "clinica": "31820594750", "hotel": "40271938579", "metal": "51938402723",
    "escola": "60392174804", "posto": "71820493504", "academia": "82910476340", "condominio": "93012748504",
    "cooperativa": "17492038550",
}  # fmt: skip

PADARIA: Final = Buyer(
    "padaria",
    CustomerData(
        kind=CustomerKind.COMPANY, name="Padaria Central Ltda.", trade_name="Padaria Central", taxid="12ABC34501DE35",
        state_registration="244116310110", email="contato@padaria.example", phone="+551932320101",
        zip_code="13010060", street="Rua Barão de Jaguara", street_number="850", district="Centro", city="Campinas",
        state="SP", notes="Três lojas e a matriz com a fábrica. Fornos ligados das 3h às 14h.",
    ),
    (
        Person("carla", "Carla Nogueira", "carla@padaria.example", "52998224725", "Sócia",
               sign=True, approve=True, manage=True),
        Person("gil", "Gil Prado", "gil@padaria.example", "11144477735", "Sócio", sign=True),
        Person("helena", "Helena Duarte", "helena@padaria.example", "39053344705", "Contadora", sign=True),
        Person("davi", "Davi Rocha", "davi@padaria.example", "86288366757", "Compras"),
    ),
)  # fmt: skip

JOANA: Final = Buyer(
    "joana",
    CustomerData(
        kind=CustomerKind.PERSON, name="Joana Siqueira", taxid="16899535009", email="joana@correio.example",
        phone="+5519987654321", zip_code="13092123", street="Rua das Orquídeas", street_number="27",
        district="Chácara da Barra", city="Campinas", state="SP",
    ),
    (Person("joana", "Joana Siqueira", "joana@correio.example", "16899535009", sign=True, approve=True),),
)  # fmt: skip

BUYERS: Final = (
    PADARIA,
    JOANA,
    company("mercado", "Supermercado Bom Dia Ltda.", "Mercado Bom Dia", "27480153000130",
            "Avenida Brasil", "2210", "Sumaré"),
    company("clinica", "Clínica Vida Plena S/S", "Clínica Vida Plena", "31864207000138",
            "Rua Coronel Quirino", "415", "Campinas"),
    company("hotel", "Hotel Serra Azul Ltda.", "Hotel Serra Azul", "42091736000162",
            "Estrada do Pico", "18", "Serra Negra"),
    company("metal", "Metalúrgica Ferro Forte S.A.", "Ferro Forte", "53028491000145",
            "Rodovia Anhanguera, km 104", "s/n", "Campinas"),
    company("escola", "Colégio Jardim do Saber Ltda.", "Jardim do Saber", "61473082000186",
            "Rua dos Ipês", "77", "Valinhos"),
    company("posto", "Auto Posto Girassol Ltda.", "Posto Girassol", "70815924000121",
            "Avenida John Boyd Dunlop", "5100", "Campinas"),
    company("academia", "Corpo em Movimento Academia Ltda.", "Corpo em Movimento", "82936517000151",
            "Rua Sampainho", "310", "Campinas"),
    company("condominio", "Condomínio Edifício Aroeira", "Edifício Aroeira", "93607428000188",
            "Rua Emílio Ribas", "640", "Campinas"),
    company("cooperativa", "Cooperativa Agroindustrial dos Produtores de Leite e Derivados do Vale do Rio Pardo",
            "Cooperativa Vale do Pardo", "18390564000143", "Rodovia SP-340, km 251", "s/n", "Mococa"),
)  # fmt: skip

MARKET: Final = Buyer(
    "norte",
    CustomerData(kind=CustomerKind.COMPANY, name="Mercado Norte Ltda.", taxid="19131243000197", city="Curitiba",
                 state="PR"),
    (Person("fabio", "Fábio Leal", "fabio@mercado.example", "15350946056", "Sócio", sign=True, approve=True),),
)  # fmt: skip
