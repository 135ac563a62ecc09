"""LEIA-ME.txt: what is in the ZIP, in Portuguese, and the shell lines with which anybody checks it."""

from collections.abc import Sequence
from typing import Final

from aceite.core.sales.dossier_parts import Part, Subject

# Never translated: it is for Brazilian courts.
TEXT: Final = """DOSSIÊ DA VENDA {number} · {title}
{company} · {customer}

O QUE É
Tudo o que prova esta venda: cada versão enviada, cada contrato com as suas assinaturas, cada aprovação,
os recibos, a trilha do que aconteceu e as âncoras dessa trilha. Cada arquivo se confere sozinho, sem o
servidor em que foi feito e sem confiar em quem vendeu.

O QUE HÁ AQUI
{listing}

COMO CONFERIR TUDO DE UMA VEZ
  pip install aceite-verify
  aceite-verify {name}
  aceite-verify {name} --with {cover}
A segunda linha confere também a capa, que vai à parte porque traz o hash do índice.
Saída: 0 válido, 1 inválido, 2 incompleto (algo não pôde ser conferido, como a autoridade desta instalação,
que só confere quem a tem na sua pasta de confiança: aceite-verify --trust PASTA).
Sem instalar nada: a página /verificar/ de um Aceite lê, com as mesmas palavras, dossiês de até 40 MB.

COMO CONFERIR À MÃO (Linux ou macOS; dentro da pasta descompactada)
1. O índice diz o SHA-256 de cada arquivo. Nenhum pode faltar nem sobrar:
     jq -r '.files[] | .sha256 + "  " + .path' indice.json | sha256sum --check --quiet && echo "todos conferem"
2. O índice foi assinado pela instalação:
     jq -r .key.public_key indice.assinatura.json > chave.pem
     jq -r .signature indice.assinatura.json | base64 -d > indice.der
     (printf 'aceite.dossier.v1\\n'; cat indice.json) > indice.txt
     openssl dgst -sha256 -verify chave.pem -signature indice.der indice.txt
3. Cada contrato assinado começa, byte a byte, com o contrato enviado:
{heads}
4. O hash do pacote de cada versão é o SHA-256 do próprio arquivo, e está na trilha:
     sha256sum versoes/*/pacote.json
     jq -r '.events[] | select(.kind == "proposal.sent" or .kind == "choice.made") | .data.bundle_sha256' trilha.json
5. Cada evento da trilha contém o hash do anterior:
     (printf 'aceite.trail.v1\\n'; jq -cjS '.events[0] | del(.hash)' trilha.json) | sha256sum
     jq -r '.events[0].hash' trilha.json

O QUE CADA CONFERÊNCIA PROVA, e o que não prova, está em docs/evidence.md, no repositório do Aceite.
"""
NOTHING: Final = "     (não há contrato assinado nesta venda)"


def readme(subject: Subject, parts: Sequence[Part]) -> str:
    """The text, with the sale's own paths and lengths in its lines."""
    proposal = subject.proposal
    return TEXT.format(
        number=proposal.number,
        title=subject.newest.title,
        company=proposal.company.legal_name,
        customer=_bound_name(subject),
        listing="\n".join(f"  {part.path}\n      {part.title}" for part in parts),
        name=zip_name(proposal.number),
        cover=cover_name(proposal.number),
        heads="\n".join(_heads(parts)) or NOTHING,
    )


def zip_name(number: str) -> str:
    """What the ZIP is called when it is downloaded."""
    return f"dossie-{number}.zip"


def cover_name(number: str) -> str:
    """What its cover is called when it is downloaded."""
    return f"dossie-{number}.pdf"


def _heads(parts: Sequence[Part]) -> list[str]:
    originals = {part.path: part.listed for part in parts if part.kind == "contract"}
    lines = []
    for part in parts:
        given = originals.get(part.path.replace("-assinado.pdf", ".pdf")) if part.kind == "signed" else None
        if given is not None:
            lines += [f"     head -c {given.length} {part.path} | sha256sum", f"     # {given.sha256}"]
    return lines


def _bound_name(subject: Subject) -> str:
    """Who bought by the papers: registers of one customer may have been made one since."""
    opening = subject.newest.openings.get("customer/name", {})
    return str(opening.get("value") or subject.proposal.customer.name)
