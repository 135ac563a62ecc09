"""How Aurora presents itself around the items: the blocks of its library, and those of one proposal."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from aceite.core.blueprints.from_sales import keep_as_blueprint
from aceite.core.blueprints.keeping import BlueprintData
from aceite.core.blueprints.presenting import BlockData, present
from aceite.core.blueprints.shelving import ShelfData, save_block
from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.proposals.choices import BlockKind
from aceite.kit.codes import new_nonce
from aceite.project.demo.roof import roof
from aceite.project.demo.story import Telling

ABOUT: Final = ShelfData(
    BlockKind.ABOUT,
    "Sobre a Aurora",
    "<p>Desde 2015 instalamos energia solar em lojas, fábricas e casas da região de Campinas. A mesma equipe que "
    "projeta acompanha a obra e atende depois dela.</p>"
    "<ul><li>Engenheiro responsável em cada instalação.</li><li>Homologação na distribuidora por nossa conta.</li>"
    "<li>Resposta a chamados em até um dia útil.</li></ul>",
)
CLOSING: Final = ShelfData(
    BlockKind.CLOSING,
    "Próximos passos",
    "<p>Aprovada a proposta, marcamos a visita técnica em até três dias úteis e pedimos o acesso à distribuidora. "
    "Qualquer dúvida, pergunte aqui mesmo, no painel.</p>",
)
COVER: Final = BlockData(
    BlockKind.COVER,
    "Energia do seu telhado",
    "<p>Proposta para {{cliente.nome}}, válida até {{proposta.validade}}.</p>",
)
SCOPE: Final = BlockData(
    BlockKind.SCOPE,
    "O que está incluído",
    "<ol><li>Projeto elétrico e homologação.</li><li>Entrega e instalação de tudo o que está na lista.</li>"
    "<li>Testes, treinamento de quem cuida do prédio e um ano de monitoramento.</li></ol>",
)


def fill_library(company: Company, *, by: Member, at: datetime) -> None:
    """The two pieces that are offered in every new proposal."""
    for piece in (ABOUT, CLOSING):
        save_block(piece, company=company, by=by, at=at)


def dress(telling: Telling, at: datetime) -> None:
    """A cover with a picture before the items, who Aurora is, what is included, and what comes next."""
    proposal = telling.proposal
    assert proposal.current is not None
    blocks = (replace(COVER, upload=roof()), _copied(ABOUT), SCOPE, replace(_copied(CLOSING), after=True))
    present(proposal, blocks, revision=proposal.current.revision, by=telling.seller, at=at)


def keep_model(telling: Telling, at: datetime, name: str) -> None:
    """What stands in the sale becomes a model for the whole team."""
    keep_as_blueprint(telling.proposal, BlueprintData(name, shared=True), key=new_nonce(), by=telling.seller, at=at)


def _copied(piece: ShelfData) -> BlockData:
    return BlockData(piece.kind, piece.title, piece.body)
