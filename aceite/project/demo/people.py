"""Who lives in the demo: Aurora's team, its customers with their people, and the stranger Boreal."""

from dataclasses import dataclass, replace
from typing import Final

from aceite.core.companies.actions import CompanyData
from aceite.core.customers.actions import CustomerData
from aceite.core.customers.models import CustomerKind
from aceite.core.customers.people import PersonData
from aceite.core.people.permissions import Role

COMPANY: Final = CustomerKind.COMPANY

# Everybody in the demo enters with it; it is printed by `demo_people` and opens nothing elsewhere.
PASSWORD: Final = "aceite-demo-2026"

AURORA: Final = CompanyData(
    slug="aurora", legal_name="Aurora Energia Solar Ltda.", trade_name="Aurora", cnpj="11222333000181",
    state_registration="110042490114", email="contato@aurora.example", phone="+551932110000", colour="#1f5f4a",
    website="https://aurora.example/", pix_kind="cnpj", pix_key="11222333000181", zip_code="13015904",
    street="Avenida Francisco Glicério", street_number="1000", complement="sala 82",
    district="Centro", city="Campinas", state="SP",
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
    data: PersonData
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


def company(key: str, data: CustomerData) -> Buyer:
    """A company that buys; somebody of its board and of its purchasing come in."""
    host, known = f"{key}.example", data.trade_name
    board = PersonData(f"Diretoria {known}"[:60], f"diretoria@{host}", BOARD_CPF[key], "Diretoria",
                       can_sign=True, can_approve=True, can_manage=True)  # fmt: skip
    purchasing = PersonData(f"Compras {known}"[:60], f"compras@{host}", job_title="Compras")
    people = (Person(f"{key}.diretoria", board), Person(f"{key}.compras", purchasing, joined=False))
    return Buyer(key, replace(data, email=f"contato@{host}", state="SP", state_exempt=True), people)


BOARD_CPF: Final = {
    "mercado": "28740193640", "clinica": "31820594750", "hotel": "40271938579", "metal": "51938402723",
    "escola": "60392174804", "posto": "71820493504", "academia": "82910476340", "condominio": "93012748504",
    "cooperativa": "17492038550",
}  # fmt: skip

PADARIA: Final = Buyer(
    "padaria",
    CustomerData(
        kind=COMPANY, name="Padaria Central Ltda.", trade_name="Padaria Central", taxid="12ABC34501DE35",
        state_registration="244116310110", email="contato@padaria.example", phone="+551932320101",
        zip_code="13010060", street="Rua Barão de Jaguara", street_number="850", district="Centro", city="Campinas",
        state="SP", notes="Três lojas e a matriz com a fábrica. Fornos ligados das 3h às 14h.",
    ),
    (
        Person("carla", PersonData("Carla Nogueira", "carla@padaria.example", "52998224725", "Sócia",
                                   can_sign=True, can_approve=True, can_manage=True)),
        Person("gil", PersonData("Gil Prado", "gil@padaria.example", "11144477735", "Sócio", can_sign=True)),
        Person("helena", PersonData("Helena Duarte", "helena@padaria.example", "39053344705", "Contadora",
                                    can_sign=True)),
        Person("davi", PersonData("Davi Rocha", "davi@padaria.example", "86288366757", "Compras")),
        # She receives the goods: what and how much, and no price.
        Person("neusa", PersonData("Neusa Barbosa", "neusa@padaria.example", "", "Recebimento", can_see_prices=False)),
    ),
)  # fmt: skip

JOANA: Final = Buyer(
    "joana",
    CustomerData(
        kind=CustomerKind.PERSON, name="Joana Siqueira", taxid="16899535009", email="joana@correio.example",
        phone="+5519987654321", zip_code="13092123", street="Rua das Orquídeas", street_number="27",
        district="Chácara da Barra", city="Campinas", state="SP",
    ),
    (Person("joana", PersonData("Joana Siqueira", "joana@correio.example", "16899535009",
                                can_sign=True, can_approve=True)),),
)  # fmt: skip

BUYERS: Final = (
    PADARIA,
    JOANA,
    company("mercado", CustomerData(
        COMPANY, "Supermercado Bom Dia Ltda.", "27480153000130", "Mercado Bom Dia",
        street="Avenida Brasil", street_number="2210", city="Sumaré"
    )),
    company("clinica", CustomerData(
        COMPANY, "Clínica Vida Plena S/S", "31864207000138", "Clínica Vida Plena",
        street="Rua Coronel Quirino", street_number="415", city="Campinas"
    )),
    company("hotel", CustomerData(
        COMPANY, "Hotel Serra Azul Ltda.", "42091736000162", "Hotel Serra Azul",
        street="Estrada do Pico", street_number="18", city="Serra Negra"
    )),
    company("metal", CustomerData(
        COMPANY, "Metalúrgica Ferro Forte S.A.", "53028491000145", "Ferro Forte",
        street="Rodovia Anhanguera, km 104", street_number="s/n", city="Campinas"
    )),
    company("escola", CustomerData(
        COMPANY, "Colégio Jardim do Saber Ltda.", "61473082000186", "Jardim do Saber",
        street="Rua dos Ipês", street_number="77", city="Valinhos"
    )),
    company("posto", CustomerData(
        COMPANY, "Auto Posto Girassol Ltda.", "70815924000121", "Posto Girassol",
        street="Avenida John Boyd Dunlop", street_number="5100", city="Campinas"
    )),
    company("academia", CustomerData(
        COMPANY, "Corpo em Movimento Academia Ltda.", "82936517000151", "Corpo em Movimento",
        street="Rua Sampainho", street_number="310", city="Campinas"
    )),
    company("condominio", CustomerData(
        COMPANY, "Condomínio Edifício Aroeira", "93607428000188", "Edifício Aroeira",
        street="Rua Emílio Ribas", street_number="640", city="Campinas"
    )),
    company("cooperativa", CustomerData(
        COMPANY, "Cooperativa Agroindustrial dos Produtores de Leite e Derivados do Vale do Rio Pardo",
        "18390564000143", "Cooperativa Vale do Pardo",
        street="Rodovia SP-340, km 251", street_number="s/n", city="Mococa"
    )),
)  # fmt: skip

# It enters the register later, and nobody of it comes in.
BRANCH: Final = CustomerData(
    COMPANY, "Supermercado Bom Dia Ltda., filial Hortolândia", "27480153000210", "Mercado Bom Dia Hortolândia",
    state_exempt=True, email="hortolandia@mercado.example", street="Rua Luiz Camilo de Camargo", street_number="581",
    city="Hortolândia", state="SP",
)  # fmt: skip

MARKET: Final = Buyer(
    "norte",
    CustomerData(kind=COMPANY, name="Mercado Norte Ltda.", taxid="19131243000197", city="Curitiba",
                 state="PR"),
    (Person("fabio", PersonData("Fábio Leal", "fabio@mercado.example", "15350946056", "Sócio",
                                can_sign=True, can_approve=True)),),
)  # fmt: skip
