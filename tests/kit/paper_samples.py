"""Papers of Aurora for the tests of PDF: short by default, long when asked."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image, ImageDraw

from aceite.kit.pdf.papers import ContractPaper, OrderPaper, ProposalPaper, SignatureBlockPaper, SignaturesPaper
from aceite.kit.pdf.parts import (
    ActPaper,
    AttachmentPaper,
    CompanyPaper,
    ConditionsPaper,
    CoverPaper,
    FilePaper,
    FooterPaper,
    InstalmentPaper,
    LinePaper,
    PartyPaper,
    PassagePaper,
    PicturePaper,
    SignerPaper,
    TotalsPaper,
)
from aceite.kit.richtext import blocks, sanitize, text_blocks

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def drawing(*strokes: list[tuple[int, int]], size: tuple[int, int] = (400, 120)) -> bytes:
    """Black lines on nothing, as PNG."""
    image = Image.new("RGBA", size)
    for stroke in strokes:
        ImageDraw.Draw(image).line(stroke, fill="black", width=5)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


AURORA = CompanyPaper(
    name="Aurora Equipamentos Ltda.",
    lines=("CNPJ 12.ABC.345/01DE-35", "Rua das Laranjeiras, 480 · São Paulo, SP", "vendas@aurora.example"),
    colour="#0b7a5b",
    logo=drawing([(0, 60), (400, 60)]),
)
FOOTER = FooterPaper(number="2026-0014", version="2", code="K7QM-3T9X-P2WD-8HRA", url="https://aceite.example/v/K7QM")
PADARIA = PartyPaper(name="Padaria Central Ltda.", lines=("CNPJ 45.723.174/0001-10", "Av. Brasil, 1200 · Campinas, SP"))
FORNO = LinePaper(
    code="FRN-010",
    description="Forno combinado elétrico",
    note="Voltagem 220 V trifásica",
    quantity="1",
    unit="un",
    unit_price="38.900,00",
    discount="5 %",
    total="36.955,00",
)
TOTALS = TotalsPaper(
    subtotal="R$ 38.900,00",
    discount="− R$ 1.945,00",
    freight="R$ 890,00",
    total="R$ 37.845,00",
    in_words="trinta e sete mil, oitocentos e quarenta e cinco reais",
)
CONDITIONS = ConditionsPaper(
    payment="Entrada e uma parcela.",
    delivery_term="30 dias",
    delivery_place="Doca dos fundos",
    freight="CIF",
    warranty="24 meses",
    taxes="ICMS e IPI inclusos",
)
PLAN = (
    InstalmentPaper(label="Entrada", date="01/12/2026", amount="R$ 17.845,00", method="Pix"),
    InstalmentPaper(label="1/1", date="01/01/2027", amount="R$ 20.000,00", method="Boleto"),
)
SIGNERS = (
    SignerPaper(name="Ana", role="Contratada", lines=("Aurora Equipamentos Ltda.",)),
    SignerPaper(name="Carla", role="Contratante", lines=("Padaria Central Ltda.",)),
    SignerPaper(name="Helena", role="Testemunha", witness=True),
)


def heading(line: int) -> dict[str, Any]:
    """Every tenth line opens a section; so does the last of sixty, which stands in the table's foot."""
    opens = line in {5, 15, 25, 35, 45, 59}
    return {"heading": f"Seção {line}", "heading_total": "73.910,00"} if opens else {}


def proposal(lines: int = 1) -> ProposalPaper:
    return ProposalPaper(
        company=AURORA,
        footer=FOOTER,
        title="Cozinha da Padaria Central",
        at=AT,
        customer=PADARIA,
        issued="24/11/2026",
        valid_until="24/12/2026",
        seller="Bruno",
        introduction=text_blocks("Conforme nossa visita."),
        lines=[replace(FORNO, code=f"FRN-{i:03d}", **heading(i)) for i in range(lines)],
        totals=TOTALS,
        plan=PLAN,
        conditions=CONDITIONS,
        terms=text_blocks("Os preços valem para o total.\n\nAlterações são orçadas à parte."),
        attachments=(AttachmentPaper(name="Planta.pdf", size="1,2 MB", sha256=HASH),),
    )


def order() -> OrderPaper:
    return OrderPaper(
        company=AURORA,
        footer=replace(FOOTER, number="P-2026-0009"),
        title="Cozinha da Padaria Central",
        at=AT,
        customer=PADARIA,
        issued="26/11/2026",
        proposal="Proposta 2026-0014",
        approved="Carla, 25/11/2026 14:32 (Brasília)",
        customer_number="PC-778",
        lines=[FORNO],
        totals=TOTALS,
        plan=PLAN,
        conditions=CONDITIONS,
        note="Entregar até as 10 h.",
    )


def contract(html: str = "<h1>Objeto</h1><p>A <strong>Aurora</strong> fornecerá o forno.</p>") -> ContractPaper:
    body = blocks(sanitize(html))
    return ContractPaper(company=AURORA, footer=FOOTER, title="Fornecimento", at=AT, body=body, signers=SIGNERS)


def signature_block() -> SignatureBlockPaper:
    return SignatureBlockPaper(company=AURORA, footer=FOOTER, title="Contrato enviado", at=AT, signers=SIGNERS)


def signatures(acts: int = 2) -> SignaturesPaper:
    act = ActPaper(
        name="Carla",
        role="Contratante",
        act="Assinou",
        when="25/11/2026 14:32:07 (horário de Brasília)",
        when_utc="2026-11-25T17:32:07.120000Z",
        ip="189.40.12.7",
        factors=("Sessão com senha", "Código por e-mail"),
        statement_sha256=HASH[::-1],
        cpf="***.456.789-**",
        level="nível avançado",
        shown="3 de 3 páginas, exibidas como imagens feitas deste arquivo, por 2 min 14 s",
        device="hash do arquivo calculado no aparelho",
        mark=drawing([(10, 90), (200, 20), (390, 100)]),
    )
    typed = replace(act, name="Helena", mark=None, mark_text="Helena", role="Testemunha")
    return SignaturesPaper(
        company=AURORA,
        footer=FOOTER,
        title="Fornecimento",
        at=AT,
        file=FilePaper(name="Contrato.pdf", length=48213, pages=3, sha256=HASH),
        bundle_sha256=HASH[::-1],
        acts=[act, typed][:acts] if acts <= 2 else [act] * acts,
        completed="25/11/2026 15:01 (horário de Brasília)",
        level="nível avançado",
    )


def presented(lines: int = 1) -> ProposalPaper:
    """With cover, presentation and pictures."""
    photo = PicturePaper(name="photo.jpg", data=photograph())
    text = blocks("<p>Somos uma equipe de <strong>doze pessoas</strong>.</p><ul><li>Projeto</li><li>Obra</li></ul>")
    plain = proposal(lines)
    return replace(
        plain,
        lines=[
            replace(line, picture=photo if i % 2 == 0 else None, optional="Opcional, fora do total." * (i == 1))
            for i, line in enumerate(plain.lines)
        ],
        cover=CoverPaper(body=text_blocks("Do projeto à primeira fornada."), picture=photo),
        before=[PassagePaper(title="Sobre nós", body=text)],
        after=[PassagePaper(title="Conte conosco", body=text, picture=photo, contact=("Bruno", "(11) 3211-0000"))],
    )


def photograph(number: int = 0) -> bytes:
    """A photo of a row's size, each number another one, with about as much in it as a camera sees."""
    grains = Random(number).randbytes(64 * 64 * 3)
    held = BytesIO()
    Image.frombytes("RGB", (64, 64), grains).resize((320, 320), Image.Resampling.BICUBIC).save(held, "JPEG", quality=80)
    return held.getvalue()
