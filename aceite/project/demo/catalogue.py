"""What Aurora sells: solar energy for shops, offices and homes."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from aceite.core.catalog.actions import ItemData
from aceite.core.catalog.models import ItemKind

# What an item costs Aurora, of its price.
COST_SHARES: Final = {ItemKind.PRODUCT: Decimal("0.71"), ItemKind.SERVICE: Decimal("0.54")}


def _good(code: str, name: str, price: str, unit: str = "un", description: str = "") -> ItemData:
    return ItemData(code=code, name=name, price=Decimal(price), unit=unit, description=description)


def _service(code: str, name: str, price: str, unit: str = "sv", description: str = "") -> ItemData:
    return ItemData(
        code=code, name=name, price=Decimal(price), kind=ItemKind.SERVICE, unit=unit, description=description
    )


ITEMS: Final = (
    _good("MOD-580", "Módulo fotovoltaico monocristalino 580 W", "612.00",
          description="Garantia de potência: 25 anos."),
    _good("MOD-450", "Módulo fotovoltaico monocristalino 450 W", "489.00"),
    _good("INV-5", "Inversor monofásico 5 kW", "4180.00", description="Com monitoramento por Wi-Fi."),
    _good("INV-25", "Inversor trifásico 25 kW", "14750.00"),
    _good("INV-75", "Inversor trifásico 75 kW", "32900.00"),
    _good("MICRO-2", "Microinversor 2 kW, 4 entradas", "2390.00"),
    _good("EST-MET", "Estrutura para telhado metálico", "86.50", "módulo"),
    _good("EST-CER", "Estrutura para telhado cerâmico", "118.00", "módulo"),
    _good("EST-SOLO", "Estrutura de solo em aço galvanizado", "214.00", "módulo"),
    _good("CAB-6", "Cabo solar 6 mm², preto ou vermelho", "7.4350", "m"),
    _good("MC4", "Par de conectores MC4", "11.90", "par"),
    _good("QD-CA", "Quadro de proteção em corrente alternada", "1870.00"),
    _good("BAT-10", "Banco de baterias de lítio 10 kWh", "28400.00",
          description="Mantém as cargas essenciais na falta de luz."),
    _good("EV-22", "Carregador de veículos 22 kW", "8950.00", description="Tomada tipo 2, com leitor de cartão."),
    _good("EV-60", "Carregador rápido 60 kW em corrente contínua", "126000.00"),
    _good("CARPORT", "Cobertura solar para vaga de estacionamento", "5240.00", "vaga"),
    _service("PROJ", "Projeto elétrico e homologação na distribuidora", "4800.00"),
    _service("ART", "Anotação de responsabilidade técnica (ART)", "271.47"),
    _service("INST", "Instalação por quilowatt-pico", "520.00", "kWp"),
    _service("LAUDO", "Laudo estrutural da cobertura", "2600.00"),
    _service("DIAG", "Diagnóstico energético", "1950.00", "loja"),
    _service("MAN-ANO", "Manutenção preventiva anual", "3600.00", "ano", "Duas visitas por ano, com relatório."),
    _service("LIMP", "Limpeza de módulos", "6.90", "módulo"),
    _service("TERMO", "Inspeção termográfica por drone", "1480.00"),
    replace(_service("MON", "Monitoramento da geração", "189.00", "mês"), recurs="month", periods=12),
    _service("INST-EV", "Instalação de ponto de recarga", "3150.00", "ponto"),
)  # fmt: skip
