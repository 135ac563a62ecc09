"""Sales that came to nothing: declined, expired, cancelled, withdrawn from."""

from typing import Final

from aceite.project.demo.office_acts import attach_study, cancel, create, give_back, order, revise, send
from aceite.project.demo.panel_acts import approve, decline, rescind, sign, view
from aceite.project.demo.story import Agreement, Story, line, on

LOST: Final = (
    Story(
        "posto", "Usina solar de 60 kWp", (line("MOD-580", 104), line("INV-75", 1), line("EST-MET", 104)), valid=-118,
        steps=(on(98.4, create), on(98.2, send), on(97.5, view, "posto.diretoria"),
               on(96.7, decline, "posto.diretoria", "price", "Recebi outra proposta 12 % mais barata.")),
    ),
    Story(
        "academia", "Aquecimento solar dos vestiários", (line("MOD-450", 24), line("MICRO-2", 6), line("EST-MET", 24)),
        valid=-105,
        steps=(on(87.3, create), on(87.1, send), on(85.9, view, "academia.diretoria")),
    ),
    Story(
        "hotel", "Carregadores rápidos para hóspedes", (line("EV-60", 2), line("INST-EV", 4)), valid=-75, down=30,
        parts=10, contracts=(Agreement("instalacao", ("hotel.diretoria",)),),
        steps=(on(67.4, create), on(67.1, send), on(66.3, view, "hotel.diretoria"), on(65.8, sign, "hotel.diretoria"),
               on(63.9, cancel, "O hotel vai reformar o estacionamento antes; volta a falar no ano que vem.")),
    ),
    Story(
        "clinica", "Usina de 18 kWp na unidade da praça", (line("MOD-450", 40), line("MICRO-2", 10), line("PROJ", 1)),
        valid=-58,
        steps=(on(52.9, create), on(52.7, attach_study), on(52.2, send), on(51.8, view, "clinica.diretoria"),
               on(49.2, decline, "clinica.diretoria", "other_vendor")),
    ),
    Story(
        "cooperativa", "Bombeamento solar para o pasto", (line("MOD-450", 16), line("INV-5", 2), line("EST-SOLO", 16)),
        seller="marcos", valid=-46,
        steps=(on(41.6, create), on(41.3, send)),
    ),
    Story(
        "escola", "Laboratório de energia com três bancadas", (line("MOD-450", 3), line("MICRO-2", 3)), valid=-38,
        steps=(on(37.7, create), on(37.2, send), on(36.4, view, "escola.diretoria"),
               on(34.6, decline, "escola.diretoria", "postponed", "Ficou para o próximo ano letivo.")),
    ),
    Story(
        "joana", "Carregador de veículos na garagem", (line("EV-22", 1), line("INST-EV", 1)), valid=-9, down=20,
        parts=3, method="pix",
        steps=(on(17.6, create), on(17.5, send), on(16.8, view, "joana"), on(16.7, approve, "joana"),
               on(16.5, order), on(13.4, rescind, "joana", "O condomínio não autorizou o ponto de recarga.")),
    ),
    Story(
        "joana", "Aquecimento solar da piscina", (line("MOD-450", 6), line("EST-CER", 6)), valid=-10, down=30,
        parts=2, method="pix",
        steps=(on(17.9, create), on(17.7, send), on(16.9, view, "joana"), on(16.85, approve, "joana"),
               on(16.6, order), on(13.2, rescind, "joana", "A piscina saiu do projeto."), on(11.9, give_back)),
    ),
    Story(
        "joana", "Bateria para a casa", (line("BAT-10", 1), line("INV-5", 1)), valid=-22,
        steps=(on(27.8, create), on(27.5, send), on(26.9, view, "joana")),
    ),
    Story(
        "condominio", "Usina solar para a área comum",
        (line("MOD-580", 36), line("MICRO-2", 9), line("EST-CER", 36), line("PROJ", 1)), valid=-12, parts=10,
        contracts=(Agreement("instalacao", ("condominio.diretoria",)),),
        steps=(on(24.6, create), on(24.3, send), on(22.8, view, "condominio.diretoria"),
               on(20.5, decline, "condominio.diretoria", "payment", "A assembleia pede mais parcelas."),
               on(11.7, revise, off=2, valid=18)),
    ),
    Story(
        "mercado", "Troca dos disjuntores gerais", (line("QD-CA", 2), line("ART", 1)), valid=-6,
        steps=(on(17.9, create), on(17.4, send), on(17.1, view, "mercado.diretoria")),
    ),
    Story(
        "academia", "Telhado verde com módulos", (line("MOD-450", 30), line("EST-CER", 30)), valid=5,
        steps=(on(9.8, create), on(8.4, cancel, "Pedido da academia: o prédio é alugado e o dono não autorizou.")),
    ),
)  # fmt: skip
