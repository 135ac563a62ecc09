"""Sales that are with the customer now, and drafts."""

from decimal import Decimal
from typing import Final

from aceite.core.contracts.models import Level
from aceite.project.demo.office_acts import (
    answer,
    ask_leave,
    attach_study,
    create,
    extend,
    offer_beside,
    refuse,
    revise,
    say,
    send,
    show_only_to,
    withdraw,
)
from aceite.project.demo.panel_acts import ask, bargain, open_ticket, read_through, sign, upload, view
from aceite.project.demo.presentation import dress, keep_model
from aceite.project.demo.story import Agreement, Story, line, on

OPEN: Final = (
    Story(
        "hotel", "Troca do inversor da lavanderia", (line("INV-25", 1), line("ART", 1)), valid=-4,
        steps=(on(16.8, create), on(16.3, send), on(14.2, view, "hotel.diretoria"),
               on(2.2, say, "marcos", "@Bruno, o hotel ligou: querem fechar, mas só na semana que vem."),
               on(1.8, extend, valid=7),
               on(1.7, say, "bruno", "Prorroguei por mais uma semana, @Marcos. Ligo para eles na quinta.")),
    ),
    Story(
        "padaria", "Gerador para os dias da obra no Cambuí", (line("QD-CA", 1), line("INST-EV", 1)), valid=6,
        contracts=(Agreement("gerador", ("carla",)),),
        steps=(on(7.9, create), on(7.5, send), on(6.6, view, "carla"), on(5.3, upload, "carla", blurred=True),
               on(4.8, refuse, "A última página não aparece inteira: falta o canto com a assinatura.")),
    ),
    Story(
        "mercado", "Usina solar de 120 kWp na loja de Sumaré",
        (line("MOD-580", 207), line("INV-75", 1), line("INV-25", 2), line("EST-MET", 207), line("PROJ", 1),
         line("INST", "120.1")),
        valid=4, down=20, parts=10, contracts=(Agreement("instalacao", ("mercado.diretoria",)),),
        steps=(on(7.4, create), on(7.2, attach_study), on(6.9, send), on(5.7, view, "mercado.diretoria"),
               on(1.9, ask, "mercado.diretoria", "As parcelas podem vencer todo dia 20?")),
    ),
    Story(
        "joana", "Limpeza e revisão do sistema", (line("LIMP", 14), line("TERMO", 1, off=50)), valid=1,
        steps=(on(6.5, create), on(6.3, send), on(5.8, view, "joana"),
               on(5.7, ask, "joana", "Preciso estar em casa durante a visita?"),
               on(4.9, answer, "Só na chegada, para abrir o portão. O serviço leva duas horas.")),
    ),
    Story(
        "padaria", "Iluminação de LED nas quatro lojas",
        (line("DIAG", 4, off=50), line("QD-CA", 4), line("INST-EV", 2)),
        valid=12, parts=4, contracts=(Agreement("fornecimento"),),
        steps=(on(5.9, create), on(5.5, send), on(4.7, view, "carla"), on(4.1, view, "davi"), on(0.6, upload, "carla")),
    ),
    Story(
        "escola", "Usina solar de 60 kWp na quadra",
        (line("MOD-580", 104), line("INV-75", 1), line("EST-MET", 104), line("PROJ", 1), line("INST", "60.3")),
        valid=6, down=25, parts=10,
        contracts=(Agreement("instalacao", ("escola.diretoria",)), Agreement("sigilo", ("escola.diretoria",))),
        steps=(on(4.8, create), on(4.4, send), on(3.3, view, "escola.diretoria"), on(1.2, sign, "escola.diretoria"),
               on(1.1, open_ticket, "escola.diretoria", "Alimentação da obra",
                  "A quadra fica fechada durante a instalação? Precisamos avisar os pais até sexta.")),
    ),
    Story(
        "academia", "Carregadores para o estacionamento", (line("EV-22", 4), line("INST-EV", 4), line("QD-CA", 1)),
        valid=3, parts=3,
        steps=(on(4.3, create), on(4.1, send), on(3.2, view, "academia.diretoria"),
               on(2.6, ask, "academia.diretoria", "Se forem só três carregadores, o quadro é o mesmo?"),
               on(2.3, answer, "É o mesmo. Segue a versão 2 com um desconto para os quatro."),
               on(2.2, revise, off=6, valid=10), on(2.1, send)),
    ),
    Story(
        "posto", "Baterias para a loja de conveniência", (line("BAT-10", 2), line("INV-5", 1), line("QD-CA", 1)),
        valid=8, down=20, parts=5,
        steps=(on(3.9, create), on(3.7, send), on(2.75, view, "posto.diretoria"),
               on(1.05, bargain, "posto.diretoria", "Com estes dois pontos fechamos esta semana.",
                  price="26900", sooner="10 dias úteis")),
    ),
    Story(
        "padaria", "Ponto de recarga para as entregas", (line("EV-22", 2, "Um deles na doca, sob a marquise"),
         line("INST-EV", 2), line("MON", 12, off=15)),
        introduction="Para os dois furgões elétricos que chegam em janeiro.", valid=9, down=30, parts=3,
        contracts=(Agreement("instalacao", ("carla", "gil"), ("helena",)),),
        steps=(on(3.8, create), on(3.6, send), on(2.9, view, "carla"), on(1.4, sign, "gil")),
    ),
    Story(
        "condominio", "Recarga de veículos na garagem",
        (line("EV-22", 6), line("INST-EV", 6), line("QD-CA", 2), line("MON", 24)), valid=14, down=10, parts=12,
        contracts=(Agreement("instalacao", ("condominio.diretoria",)),
                   Agreement("manutencao", ("condominio.diretoria",), requirement="digital", level=Level.ADVANCED)),
        steps=(on(3.1, create), on(2.7, send), on(1.1, view, "condominio.diretoria")),
    ),
    Story(
        "padaria", "Monitoramento da geração por doze meses", (line("MON", 12), line("MAN-ANO", 1)), valid=5, parts=12,
        steps=(on(2.2, create), on(1.9, show_only_to, "carla", "gil"), on(1.8, send), on(0.9, view, "carla")),
    ),
    Story(
        "joana", "Energia solar em casa, com opcionais",
        (line("MOD-450", 10, most=16), line("MICRO-2", 3), line("EST-CER", 10), line("INST", "4.5"),
         line("BAT-10", 1, choice="out"), line("MON", 12, choice="in", most=36), line("LIMP", 10, choice="out")),
        introduction="Marque os opcionais que quiser: o total acompanha a sua escolha.", valid=11, down=30, parts=5,
        steps=(on(2.0, create), on(1.9, send), on(0.8, view, "joana")),
    ),
    Story(
        "escola", "Usina solar da biblioteca: básica",
        (line("MOD-450", 24), line("INV-25", 1), line("EST-CER", 24), line("INST", "10.8")), valid=12, parts=6,
        steps=(on(2.4, create), on(2.3, send),
               on(2.3, offer_beside, "Usina solar da biblioteca: completa",
                  line("MOD-580", 24), line("INV-25", 1), line("EST-CER", 24), line("INST", "13.9"),
                  line("BAT-10", 1), line("MON", 12)),
               on(0.7, view, "escola.diretoria")),
    ),
    Story(
        "posto", "Usina solar de 25 kWp na cobertura das bombas",
        (line("MOD-580", 44), line("INV-25", 1), line("EST-MET", 44), line("PROJ", 1), line("INST", "25.5")),
        valid=15, down=20, parts=6, freight=Decimal("850"),
        contracts=(Agreement("instalacao", ("posto.diretoria",)),),
        steps=(on(1.3, create), on(0.95, dress), on(0.1, send),
               on(0.07, view, "posto.diretoria"), on(0.06, read_through, "posto.diretoria"),
               on(0.05, keep_model, "Usina comercial até 30 kWp")),
    ),
    Story(
        "metal", "Usina solar de 180 kWp no galpão 2",
        (line("MOD-580", 310), line("INV-75", 2), line("EST-MET", 310), line("INST", "179.8")),
        seller="marcos", valid=5, parts=12,
        steps=(on(2.8, create), on(2.6, send),
               on(1.7, withdraw, "O preço do inversor mudou depois do envio.", valid=20)),
    ),
    Story(
        "cooperativa", "Frotas elétricas: estudo dos três entrepostos", (line("DIAG", 3),), seller="marcos", valid=20,
        steps=(on(1.6, create),),
    ),
    Story(
        "hotel", "Carregadores para os hóspedes", (line("EV-22", 3), line("INST-EV", 3), line("QD-CA", 1)),
        valid=13, parts=3, off=Decimal(14),
        steps=(on(1.45, create),
               on(1.25, ask_leave, "O concorrente chegou a R$ 36 mil. Com 14 % fechamos esta semana.")),
    ),
    Story(
        "padaria", "Baterias para as câmaras frias", (line("BAT-10", 2), line("QD-CA", 1)), valid=15, down=30, parts=4,
        contracts=(Agreement("instalacao", ("carla",)),),
        steps=(on(0.4, create),),
    ),
)  # fmt: skip
