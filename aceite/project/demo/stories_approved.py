"""Sales that the customer approved and that wait for Aurora to make them orders."""

from decimal import Decimal
from typing import Final

from aceite.project.demo.office_acts import accept, attach_study, create, offer_beside, refuse, send
from aceite.project.demo.panel_acts import approve, choose, sign, upload, view
from aceite.project.demo.story import Agreement, Story, line, on

APPROVED: Final = (
    Story(
        "mercado", "Inspeção termográfica da loja do centro", (line("TERMO", 1), line("ART", 1)), valid=3,
        steps=(on(14.7, create), on(14.5, send), on(12.8, view, "mercado.diretoria"),
               on(9.4, approve, "mercado.diretoria")),
    ),
    Story(
        "padaria", "Usina solar de 42 kWp na loja do Cambuí",
        (line("MOD-580", 72), line("INV-25", 2, "Um em cada lado da laje"), line("EST-MET", 72), line("CAB-6", 380),
         line("QD-CA", 1), line("PROJ", 1), line("INST", "41.8", off=8)),
        valid=9, down=30, parts=6, contracts=(Agreement("instalacao", ("carla", "gil"), ("helena",)),),
        steps=(on(8.9, create), on(8.6, attach_study), on(8.2, send), on(7.9, view, "carla"), on(5.4, sign, "gil"),
               on(4.6, sign, "helena"), on(2.8, sign, "carla"), on(2.7, approve, "carla", number="PC-0231",
               note="Podem começar pela laje dos fundos, que já está livre.")),
    ),
    Story(
        "padaria", "Usina solar na nova fábrica",
        (line("MOD-580", 96), line("INV-75", 1), line("EST-MET", 96), line("PROJ", 1), line("INST", "55.7", off=5)),
        valid=11, down=20, parts=8,
        contracts=(Agreement("instalacao", ("carla", "gil", "helena"), suffice=2, ours=("ana",), answers=(
            ("prazo_de_instalacao", "25"), ("responsavel_no_local", "o encarregado da fábrica"),
        )),),
        steps=(on(8.4, create), on(8.1, send), on(7.2, view, "carla"), on(5.1, sign, "helena"), on(3.3, sign, "carla"),
               on(3.2, approve, "carla", number="PC-0238")),
    ),
    Story(
        "metal", "Manutenção anual das usinas dos galpões 1 e 2", (line("MAN-ANO", 2), line("LIMP", 414, off=10)),
        seller="marcos", valid=6, parts=2, contracts=(Agreement("manutencao", requirement="manual"),),
        steps=(on(7.6, create), on(7.3, send), on(6.8, view, "metal.diretoria"),
               on(4.5, upload, "metal.diretoria", blurred=True), on(4.4, approve, "metal.diretoria"),
               on(3.6, refuse, "A foto saiu tremida e a assinatura não se lê. Pode fotografar de novo, com mais luz?")),
    ),
    Story(
        "cooperativa", "Usina de solo de 300 kWp",
        (line("MOD-580", 518), line("INV-75", 4), line("EST-SOLO", 518), line("CAB-6", "3250.5"), line("QD-CA", 4),
         line("PROJ", 1), line("INST", "300.4", off=12)),
        seller="marcos", valid=12, down=10, parts=18, freight=Decimal("7400"),
        contracts=(Agreement("instalacao", ("cooperativa.diretoria",)),
                   Agreement("sigilo", ("cooperativa.diretoria",))),
        steps=(on(6.7, create), on(6.4, attach_study), on(5.9, send), on(5.2, view, "cooperativa.diretoria"),
               on(3.9, sign, "cooperativa.diretoria"), on(3.8, approve, "cooperativa.diretoria")),
    ),
    Story(
        "hotel", "Cobertura solar para doze vagas", (line("CARPORT", 12), line("MOD-450", 60), line("PROJ", 1)),
        valid=8, down=20, parts=5, contracts=(Agreement("fornecimento"),),
        steps=(on(4.9, create), on(4.7, send), on(3.4, view, "hotel.diretoria"), on(1.7, upload, "hotel.diretoria"),
               on(1.6, approve, "hotel.diretoria")),
    ),
    Story(
        "joana", "Mais quatro módulos para a casa", (line("MOD-580", 4), line("EST-CER", 4), line("INST", "2.3")),
        valid=7, parts=3, method="pix", contracts=(Agreement("instalacao", ("joana",), requirement="either"),),
        steps=(on(3.7, create), on(3.5, send), on(2.4, view, "joana"), on(1.4, sign, "joana"),
               on(1.3, approve, "joana")),
    ),
    Story(
        "clinica", "Banco de baterias para o centro cirúrgico", (line("BAT-10", 3), line("QD-CA", 1), line("PROJ", 1)),
        valid=10, down=50, parts=2, contracts=(Agreement("manutencao", requirement="manual"),),
        steps=(on(2.9, create), on(2.5, send), on(1.9, view, "clinica.diretoria"), on(1.5, upload, "clinica.diretoria"),
               on(0.3, accept), on(0.2, approve, "clinica.diretoria")),
    ),
    Story(
        "mercado", "Usina solar do depósito: 25 kWp",
        (line("MOD-580", 44), line("INV-25", 1), line("EST-MET", 44), line("PROJ", 1), line("INST", "25.5")),
        valid=9, down=20, parts=6,
        steps=(on(5.8, create), on(5.6, send),
               on(5.55, offer_beside, "Usina solar do depósito: 25 kWp com bateria",
                  line("MOD-580", 44), line("INV-25", 1), line("EST-MET", 44), line("BAT-10", 2), line("PROJ", 1),
                  line("INST", "25.5")),
               on(4.2, view, "mercado.diretoria"), on(3.7, approve, "mercado.diretoria")),
    ),
    Story(
        "clinica", "Recarga para pacientes, com opcionais",
        (line("EV-22", 2, most=4), line("INST-EV", 2, most=4), line("QD-CA", 1), line("LIMP", 52, choice="out"),
         line("MON", 1, choice="in", months=12)),
        introduction="Escolha quantos pontos de recarga quer agora; os opcionais podem ficar de fora.",
        valid=8, parts=4,
        steps=(on(4.65, create), on(4.35, send), on(3.35, view, "clinica.diretoria"),
               on(2.55, choose, "clinica.diretoria", {"EV-22": "3", "INST-EV": "3", "MON": None}),
               on(2.15, approve, "clinica.diretoria")),
    ),
)  # fmt: skip
