"""Sales of the past months that became orders."""

from decimal import Decimal
from typing import Final

from aceite.project.demo.office_acts import accept, answer, attach_study, create, lengthen, order, revise, send, undo
from aceite.project.demo.panel_acts import approve, ask, sign, upload, view
from aceite.project.demo.story import Agreement, Story, line, on

CLOSED: Final = (
    Story(
        "padaria", "Diagnóstico energético das quatro lojas", (line("DIAG", 4),), valid=-150,
        steps=(on(124.9, create), on(124.5, send), on(123.6, view, "carla"), on(123.3, approve, "carla"),
               on(122.8, order)),
    ),
    Story(
        "padaria", "Usina solar de 75 kWp na matriz",
        (line("MOD-580", 130, "Face norte do telhado da fábrica"), line("INV-75", 1), line("EST-MET", 130),
         line("CAB-6", 640), line("MC4", 60), line("QD-CA", 1), line("PROJ", 1), line("ART", 1),
         line("INST", "75.4", off=8)),
        introduction="Dimensionada para o consumo da fábrica entre 3h e 14h, com folga de 10% para os fornos novos.",
        valid=-140, down=30, parts=6, off=Decimal(3),
        contracts=(Agreement("instalacao", ("carla", "gil"), ("helena",)),),
        steps=(on(119.8, create), on(119.4, attach_study), on(118.7, send), on(118.2, view, "carla"),
               on(117.9, ask, "carla", "O telhado da fábrica aguenta o peso sem reforço?", line=2),
               on(117.1, answer, "Aguenta: o laudo do diagnóstico considerou 15 kg por m², e o conjunto pesa 12."),
               on(116.8, sign, "carla"), on(116.3, sign, "gil"), on(115.6, sign, "helena"),
               on(115.2, approve, "carla", number="PC-0187"), on(114.7, order)),
    ),
    Story(
        "hotel", "Aquecimento da piscina e usina de 110 kWp",
        (line("MOD-580", 190), line("INV-75", 1), line("INV-25", 1), line("EST-SOLO", 190), line("PROJ", 1),
         line("INST", "110.2")),
        valid=-120, down=20, parts=10, freight=Decimal("2900"), contracts=(Agreement("fornecimento"),),
        steps=(on(108.6, create), on(107.8, send), on(107.1, view, "hotel.diretoria"),
               on(103.5, upload, "hotel.diretoria", note="Assinado na recepção."), on(102.9, accept),
               on(102.2, approve, "hotel.diretoria"), on(101.5, order)),
    ),
    Story(
        "metal", "Usina solar de 240 kWp no galpão 1",
        (line("MOD-580", 414), line("INV-75", 3), line("EST-MET", 414), line("CAB-6", 2100), line("QD-CA", 3),
         line("PROJ", 1), line("LAUDO", 1), line("INST", "240.1")),
        seller="marcos", valid=-100, down=15, parts=12, contracts=(Agreement("instalacao", ("metal.diretoria",)),),
        steps=(on(95.8, create), on(95.1, attach_study), on(94.6, send), on(94.2, view, "metal.diretoria"),
               on(93.4, ask, "metal.diretoria", "Conseguem 5% no valor total se fecharmos este mês?"),
               on(92.9, answer, "Conseguimos: segue a versão 2 com o desconto."),
               on(92.5, revise, off=5, valid=-100), on(92.2, send), on(91.3, view, "metal.diretoria"),
               on(90.7, sign, "metal.diretoria"), on(90.6, approve, "metal.diretoria", number="4500018832"),
               on(89.9, order)),
    ),
    Story(
        "mercado", "Estudo de viabilidade para duas lojas", (line("DIAG", 2), line("TERMO", 2)), valid=-95,
        steps=(on(84.6, create), on(84.3, send), on(82.7, view, "mercado.diretoria"),
               on(82.5, approve, "mercado.diretoria"), on(81.9, order)),
    ),
    Story(
        "clinica", "Usina solar de 30 kWp",
        (line("MOD-580", 52), line("INV-25", 1), line("EST-CER", 52), line("PROJ", 1), line("INST", "30.2")),
        valid=-85, down=25, parts=5, contracts=(Agreement("manutencao", ("clinica.diretoria",)),),
        steps=(on(76.7, create), on(76.2, send), on(75.8, view, "clinica.diretoria"),
               on(74.4, sign, "clinica.diretoria"), on(74.3, approve, "clinica.diretoria"), on(73.6, order)),
    ),
    Story(
        "joana", "Energia solar para a casa, 5,8 kWp",
        (line("MOD-580", 10), line("INV-5", 1), line("EST-CER", 10), line("PROJ", 1, off=40), line("INST", "5.8")),
        introduction="Atende toda a conta de luz da casa, com o ar-condicionado novo.",
        valid=-80, parts=10, method="card", contracts=(Agreement("instalacao", ("joana",)),),
        steps=(on(70.9, create), on(70.6, send), on(70.2, view, "joana"), on(68.5, sign, "joana"),
               on(68.4, approve, "joana"), on(67.8, order)),
    ),
    Story(
        "cooperativa", "Laudo estrutural de três galpões", (line("LAUDO", 3), line("ART", 3)), seller="marcos",
        valid=-70,
        steps=(on(63.5, create), on(63.1, send), on(60.6, view, "cooperativa.diretoria"),
               on(60.5, approve, "cooperativa.diretoria"), on(59.7, order)),
    ),
    Story(
        "posto", "Estação de recarga rápida", (line("EV-60", 1), line("INST-EV", 2), line("QD-CA", 1)),
        valid=-60, down=40, parts=3, contracts=(Agreement("fornecimento"),),
        steps=(on(55.8, create), on(55.2, send), on(54.9, view, "posto.diretoria"),
               on(53.3, upload, "posto.diretoria"), on(53.2, approve, "posto.diretoria"), on(52.6, accept),
               on(52.4, order)),
    ),
    Story(
        "academia", "Usina solar de 50 kWp",
        (line("MOD-580", 86), line("INV-25", 2), line("EST-MET", 86), line("PROJ", 1), line("INST", "49.9")),
        valid=-30, down=20, parts=8,
        steps=(on(46.5, create), on(46.1, send), on(45.3, view, "academia.diretoria"),
               on(44.8, approve, "academia.diretoria"),
               on(43.7, undo, "A academia pediu para trocar a data da primeira parcela."),
               on(43.4, revise, valid=-30), on(43.3, send), on(42.8, approve, "academia.diretoria"),
               on(42.1, order)),
    ),
    Story(
        "padaria", "Limpeza semestral dos módulos da matriz", (line("LIMP", 130), line("TERMO", 1)), valid=-20,
        steps=(on(31.8, create), on(31.5, send), on(30.4, view, "davi"), on(29.9, view, "carla"),
               on(29.8, approve, "carla"), on(29.1, order)),
    ),
    Story(
        "clinica", "Limpeza e monitoramento da usina",
        (line("LIMP", 52), line("MON", 1, "Painel na recepção e relatório mensal", months=12)), valid=-40,
        contracts=(Agreement("manutencao", ("clinica.diretoria",)),),
        steps=(on(62.7, create), on(62.2, send), on(61.8, view, "clinica.diretoria"),
               on(60.4, sign, "clinica.diretoria"), on(60.3, approve, "clinica.diretoria"), on(59.6, order),
               on(14.7, lengthen, ends=700, signer="clinica.diretoria"), on(14.2, send),
               on(13.8, view, "clinica.diretoria"), on(13.4, sign, "clinica.diretoria"),
               on(13.3, approve, "clinica.diretoria"), on(12.6, order)),
    ),
    Story(
        "escola", "Manutenção anual e monitoramento", (line("MAN-ANO", 1), line("MON", 12)), valid=-8, parts=12,
        contracts=(Agreement("manutencao", ("escola.diretoria",)),),
        steps=(on(19.7, create), on(19.2, send), on(18.4, view, "escola.diretoria"), on(16.9, sign, "escola.diretoria"),
               on(16.8, approve, "escola.diretoria"), on(15.6, order)),
    ),
)  # fmt: skip
