"""LEIA-ME.txt: what is in the ZIP, in Portuguese, and the shell lines with which anybody checks it."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings

from aceite.core.sales.dossier_parts import Part, Subject

# Never translated: it is for Brazilian courts.
TEXT: Final = """DOSSIÊ DA VENDA {number} · {title}
{company} · {customer}

O QUE É
Tudo o que prova esta venda: cada versão enviada, cada contrato com as suas assinaturas, cada aprovação,
os recibos, a trilha do que aconteceu e as âncoras dessa trilha. Cada arquivo se confere sozinho, sem o
servidor em que foi feito e sem confiar em quem vendeu. A capa ({cover}) é outro arquivo, porque traz o
hash do índice; peça as duas coisas a quem lhe deu este ZIP.

O QUE HÁ AQUI
{listing}
  indice.json
      O SHA-256 de cada arquivo acima e deste LEIA-ME.txt
  indice.assinatura.json
      A assinatura da instalação sobre o índice

COMO CONFERIR À MÃO
Bastam jq e openssl, num terminal de Linux ou macOS (no Windows, o do WSL), na pasta em que só este ZIP foi
descompactado. Onde não houver sha256sum, como em macOS antigos, escreva antes: sha256sum() {{ shasum -a 256 "$@"; }}
O que está certo escreve "nenhum", "confere" ou "Verified OK"; o que não escreve nada disso não conferiu.
1. O índice diz o SHA-256 de cada arquivo. Nenhum mudou ou falta, e nenhum sobra (os passos seguintes criam alguns):
     jq -r '.files[] | .sha256 + "  " + .path' indice.json | sha256sum --check --quiet && echo "nenhum mudou"
     aqui=$(find . -type f ! -path ./indice.json ! -path ./indice.assinatura.json | cut -c3- | LC_ALL=C sort)
     test "$aqui" = "$(jq -r '.files[].path' indice.json | LC_ALL=C sort)" && echo "nenhum sobra"
2. O índice foi assinado pela instalação:
     jq -r .key.public_key indice.assinatura.json > chave.pem
     jq -r .signature indice.assinatura.json | base64 -d > indice.der
     (printf 'aceite.dossier.v1\\n'; cat indice.json) > indice.txt
     openssl dgst -sha256 -verify chave.pem -signature indice.der indice.txt
3. Cada contrato assinado começa, byte a byte, com o contrato enviado, cujo SHA-256 está no pacote e na página de
   assinaturas:
{heads}
4. O hash do pacote de cada versão, o SHA-256 do próprio arquivo, é o que a trilha registrou no envio:
     for p in versoes/*/pacote.json; do
       test -e "$p" || continue
       h=$(sha256sum < "$p" | cut -c1-64)
       jq -e --arg h "$h" 'any(.events[]; .data.bundle_sha256? == $h)' trilha.json > /dev/null && echo "$p confere"
     done
5. Cada evento da trilha contém o hash do anterior, e o índice cita o último:
     h=0000000000000000000000000000000000000000000000000000000000000000
     for k in $(seq 0 $(($(jq '.events | length' trilha.json) - 1))); do
       test "$(jq -r ".events[$k].previous" trilha.json)" = "$h" || {{ echo "a trilha se rompe no evento $k"; break; }}
       h=$( (printf 'aceite.trail.v1\\n'; jq -cjS ".events[$k] | del(.hash)" trilha.json) | sha256sum | cut -c1-64)
     done
     test "$h" = "$(jq -r .head indice.json)" && echo "a trilha confere"
6. Cada ato foi declarado com estas palavras, e a instalação assinou o recibo dele:
     for r in atos/*.json; do
       test -e "$r" || continue
       h=$( (printf 'aceite.statement.v1\\n'; jq -cjS .statement "$r") | sha256sum | cut -c1-64)
       test "$h" = "$(jq -r .sha256 "$r")" && echo "$r confere"
       jq -r .key.public_key "$r" > chave.pem
       jq -r .signature "$r" | base64 -d > recibo.der
       (printf 'aceite.receipt.v1\\n'; jq -cjS '{{at, head, statement: .sha256}}' "$r") > recibo.txt
       openssl dgst -sha256 -verify chave.pem -signature recibo.der recibo.txt
     done
7. De quem são as chaves? Os passos acima provam que nada mudou desde que ESTA chave assinou. Compare a impressão
   digital da autoridade dela com a que a empresa publica, por outro caminho que não este arquivo
   ({site}/.well-known/aceite-selo.json, ou o que ela disser por escrito):
     mkdir -p ../confianca/instance
     jq -r .key.issuer indice.assinatura.json > ../confianca/instance/autoridade.pem
     openssl x509 -in ../confianca/instance/autoridade.pem -noout -fingerprint -sha256

COMO CONFERIR TUDO DE UMA VEZ
aceite-verify faz o que está acima e o que à mão seria longo: selos dos PDFs, o que o acréscimo mudou, âncoras,
carimbos de tempo, chaves de acesso, PDFs assinados fora. É um programa livre, na pasta verify/ do código do Aceite;
obtenha o código por conta própria e, com Python 3.11 ou mais novo:
     pip install ./verify
     aceite-verify {name}
     aceite-verify {name} --with {cover}
     aceite-verify {name} --with {cover} --trust confianca
A terceira linha confere também a capa; a quarta também de quem são as chaves, com a pasta do passo 7, depois de
comparada a impressão digital. Saída: 0 válido, 1 inválido, 2 incompleto: nada está errado, mas algo não pôde ser
conferido, e o programa diz o quê. Incompleto é o que se espera onde não há carimbo de tempo nem lista de revogação.
Sem instalar nada: {site}/verificar/, ou a mesma página de qualquer outro Aceite, lê dossiês de até 40 MB.

O QUE ISTO PROVA, E O QUE NÃO
Prova que os documentos são, byte a byte, os que foram enviados; o que cada ato declarou, de quem e por que meio, como
a instalação o registrou; a ordem dos fatos; e que nada mudou desde que a chave dela assinou. A assinatura de uma
chave de acesso e a de um certificado não dependem da palavra da instalação; o código enviado por e-mail, sim.
Não prova a hora perante terceiros onde não há carimbo de tempo externo, quem estava diante da tela, nem que não há
fatos depois deste retrato. Compare os recibos com os que as pessoas têm na própria caixa de e-mail, e as âncoras com
as que a empresa recebeu: esses o servidor não alcança mais.
Conferência por conferência: docs/evidence.md; quem poderia o quê: docs/threats.md, no código do Aceite.
"""
NOTHING: Final = "   (não há contrato assinado nesta venda)"


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
        site=settings.BASE_URL,
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
        place = part.path.removesuffix(".pdf").removesuffix("-assinado")
        given = originals.get(f"{place}.pdf") if part.kind == "signed" else None
        if given is not None:
            same = f'head -c {given.length} $c-assinado.pdf | cmp - $c.pdf && echo "$c confere"'
            lines += [f"     c={place}", f"     {same}"]
    return lines


def _bound_name(subject: Subject) -> str:
    """Who bought by the papers: registers of one customer may have been made one since."""
    opening = subject.newest.openings.get("customer/name", {})
    return str(opening.get("value") or subject.proposal.customer.name)
