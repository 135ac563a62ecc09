"""The texts that Aurora's customers sign: the clauses, three templates with fields, two contracts of the register."""

from typing import Final

from aceite.core.contracts.asked import Asked
from aceite.core.contracts.clause_saving import ClauseText
from aceite.core.contracts.models import Requirement
from aceite.core.contracts.rules import Ask, Rule
from aceite.core.contracts.terms import Term, as_data
from aceite.core.contracts.texts import Text

INSTALLATION: Final = """
<h2>1. Partes</h2>
<p><strong>Contratada:</strong> {{empresa.nome}}, CNPJ {{empresa.documento}}, com sede em {{empresa.endereco}}.</p>
<p><strong>Contratante:</strong> {{cliente.nome}}, inscrito sob o número {{cliente.documento}},
com endereço em {{cliente.endereco}}.</p>
<h2>2. Objeto</h2>
<p>Fornecimento e instalação do sistema de geração de energia solar descrito na proposta {{proposta.numero}},
versão {{proposta.versao}}, com os itens abaixo:</p>
<p>{{proposta.itens}}</p>
<h2>3. Preço e pagamento</h2>
<p>O preço total é de <strong>{{proposta.total}}</strong> ({{proposta.total_por_extenso}}), pago assim:</p>
<p>{{proposta.pagamento}}</p>
<p>O atraso de uma parcela traz multa de 2% e juros de 1% ao mês.</p>
<h2>4. Prazos</h2>
<ol><li>Projeto e pedido de acesso à distribuidora: até 20 dias depois da assinatura.</li>
<li>Entrega dos equipamentos: até 45 dias depois da aprovação do projeto.</li>
<li>Instalação e testes: até {{prazo_de_instalacao}} dias depois da entrega.</li></ol>
<p>No local, quem acompanha a instalação é {{responsavel_no_local}}.</p>
<h2>5. Obrigações da contratante</h2>
<ul><li>Dar acesso ao telhado e ao quadro de energia nos dias combinados.</li>
<li>Manter livre a área de trabalho e avisar sobre obras no local.</li>
<li>Entregar as contas de energia dos últimos doze meses.</li></ul>
<h2>6. Garantia</h2>
<p>A instalação tem garantia de 24 meses. Módulos e inversores têm a garantia de seus fabricantes, cujos termos são
entregues com a nota fiscal.</p>
<p>{{clausula.equipamentos_encomendados}}</p>
<p>{{clausula.direito_de_arrependimento}}</p>
<h2>7. Rescisão</h2>
<p>Qualquer das partes pode rescindir este contrato se a outra descumprir uma obrigação e não a corrigir em 15 dias
depois de avisada por escrito. Os equipamentos já entregues e os serviços já feitos são pagos.</p>
<h2>8. Foro</h2>
<p>Fica eleito o foro da comarca de {{foro}}.</p>
"""

MAINTENANCE: Final = """
<h2>1. Objeto</h2>
<p>{{empresa.nome}} prestará a {{cliente.nome}} a manutenção preventiva do sistema de energia solar, conforme
a proposta {{proposta.numero}}.</p>
<h2>2. O que está incluído</h2>
<ul><li>Duas visitas por ano, marcadas com sete dias de antecedência.</li>
<li>Aperto de conexões, limpeza dos quadros e medição de cada série de módulos.</li>
<li>Relatório com fotos em até cinco dias úteis depois de cada visita.</li></ul>
<h2>3. Preço</h2>
<p>{{proposta.total}} ({{proposta.total_por_extenso}}) por doze meses.</p>
<p>{{proposta.pagamento}}</p>
<h2>4. Vigência</h2>
<p>Doze meses a partir da assinatura. A renovação depende de uma nova proposta.</p>
"""

SUPPLY: Final = """
<h2>1. Objeto</h2>
<p>Venda dos equipamentos da proposta {{proposta.numero}} a {{cliente.nome}}, {{cliente.documento}}.</p>
<p>{{proposta.itens}}</p>
<h2>2. Preço</h2>
<p>{{proposta.total}} ({{proposta.total_por_extenso}}).</p>
<h2>3. Entrega e reserva de domínio</h2>
<p>Os equipamentos são entregues no endereço da contratante. Até o pagamento da última parcela, a propriedade é de
{{empresa.nome}}.</p>
<h2>4. Recebimento</h2>
<p>A contratante confere os volumes na presença do transportador e anota no canhoto o que faltar.</p>
"""

CONFIDENTIALITY: Final = """
<p>As partes trocam dados de consumo de energia, plantas e fotos das instalações para preparar uma proposta.</p>
<ol><li>Os dados são usados só para esse fim.</li>
<li>Ninguém fora das partes os recebe sem autorização por escrito.</li>
<li>Ao fim das conversas, quem pedir recebe de volta ou vê apagados os seus dados.</li>
<li>Este acordo vale por dois anos.</li></ol>
"""

RENTAL: Final = """
<h2>1. Objeto</h2>
<p>Locação de um gerador de 60 kVA para os dias em que a instalação elétrica for desligada.</p>
<h2>2. Uso</h2>
<p>O combustível é por conta da locatária. O gerador não sai do endereço combinado.</p>
<h2>3. Devolução</h2>
<p>No dia seguinte ao religamento, no mesmo estado em que foi entregue.</p>
"""

LONGER: Final = """
<p>As partes prorrogam o contrato a que esta proposta está ligada, até a data indicada nela.</p>
<p>As demais cláusulas continuam como estão.</p>
"""
# As the text says: a year from the last signature, gone on with only by a new proposal.
A_YEAR: Final = as_data(Term("signature", ends="months", months=12, renewal="agreement"))

# Each enters by its own rule; texts call it by the name that its title gives it.
CLAUSES: Final = (
    ClauseText(
        "Direito de arrependimento",
        "<p>Por haver relação de consumo, a contratante pode desistir em até 7 dias da assinatura, pelo mesmo painel "
        "em que contratou, e recebe de volta o que pagou.</p>",
        ("consumidor", "desistência"), Rule((Ask("consumer"),)),
    ),
    ClauseText(
        "Equipamentos encomendados",
        "<p>A entrada paga a encomenda dos equipamentos. Se a contratante desistir depois da encomenda, o que o "
        "fornecedor não devolver é descontado dela.</p>",
        ("entrada", "desistência"), Rule((Ask("down_payment"), Ask("no_consumer"))),
    ),
)  # fmt: skip
ASKED: Final = (
    Asked("prazo_de_instalacao", "Prazo de instalação, em dias", "number", default="15"),
    Asked("responsavel_no_local", "Responsável no local", help="Quem abre o portão e o quadro de energia.",
          default="o síndico, o gerente ou o próprio contratante"),
    Asked("foro", "Foro", "choice", default="Campinas, SP", choices=("Campinas, SP", "São Paulo, SP")),
)  # fmt: skip
TEMPLATES: Final = {
    "instalacao": Text(
        "Contrato de instalação de sistema fotovoltaico", INSTALLATION, Requirement.DIGITAL, asked=ASKED
    ),
    "manutencao": Text("Contrato de manutenção preventiva", MAINTENANCE, Requirement.EITHER, term=A_YEAR),
    "fornecimento": Text("Contrato de fornecimento de equipamentos", SUPPLY, Requirement.MANUAL),
}
REGISTERED: Final = {
    "sigilo": Text("Acordo de confidencialidade", CONFIDENTIALITY, Requirement.DIGITAL),
    "gerador": Text("Locação de gerador durante a obra", RENTAL, Requirement.EITHER),
}
