"""Why an act was not taken, in a few words for the vendor's timeline: the trail itself keeps the refusal's class."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSED: Final[dict[str, Promise | str]] = {
    # What the act was about
    "NotAllowed": _("sem permissão"),
    "NotNow": _("a proposta não aceitava mais o ato"),
    "NotCurrent": _("versão que não vale mais"),
    "ChangedMeanwhile": _("a proposta mudou antes da confirmação, ou a trilha citada não é a desta venda"),
    "OtherFile": _("o aparelho calculou o hash de outro arquivo"),
    "NoDeviceHash": _("o aparelho não calculou o hash do arquivo"),
    "StillBlocked": _("faltavam assinaturas"),
    "AlreadyApproved": _("já estava aprovada"),
    "AlreadySigned": _("já estava assinado"),
    "NothingToSign": _("nada para assinar"),
    "NotASigner": _("a pessoa não é signatária"),
    "NotDigital": _("o contrato não é assinado no painel"),
    "NotOpened": _("o contrato não tinha sido aberto"),
    "BelowLevel": _("abaixo do nível de assinatura pedido"),
    "BadFile": _("o arquivo enviado não pôde ser aceito"),
    "BeingChecked": _("um arquivo dela já está sendo conferido"),
    # What she filled in
    "ConsentMissing": _("termos não aceitos, ou outro texto"),
    "BlankMark": _("assinatura em branco"),
    "MarkTooShort": _("assinatura curta demais"),
    "BadMark": _("a assinatura não pôde ser lida"),
    "BadCpf": _("CPF ausente ou diferente"),
    "SignerIsWitness": _("testemunha com o CPF de uma parte"),
    "Unfit": _("um campo não pôde ser aceito"),
    # How she confirmed it
    "NotProved": _("sessão sem confirmação recente do e-mail"),
    "WrongMeans": _("confirmado por outro meio que não o preparado"),
    "StatementExpired": _("passaram os dez minutos"),
    "ForeignStatement": _("ato preparado para outra pessoa"),
    "CodeMissing": _("nenhum código pedido"),
    "WrongCode": _("código errado"),
    "CodeLocked": _("código errado cinco vezes"),
    "CodeExpired": _("código vencido"),
    "CodeUsed": _("código já usado"),
    "CodeReplaced": _("código trocado por um mais novo"),
    "CodeNotYours": _("código de outra pessoa ou de outro ato"),
    "TooMany": _("tentativas demais"),
    "NoPasskey": _("sem chave de acesso neste endereço"),
    "NoPasskeysHere": _("endereço sem chaves de acesso"),
    "UnreadableAnswer": _("a resposta do aparelho não pôde ser lida"),
    "OtherDocument": _("a chave confirmou outro documento"),
    "OtherOrigin": _("a chave foi usada na página de outro endereço"),
    "OtherSite": _("a chave vale para outro endereço"),
    "NotVerified": _("o aparelho não conferiu a pessoa"),
    "BadSignature": _("a assinatura da chave não confere"),
    "UnknownAlgorithm": _("chave de um tipo desconhecido"),
    "UnknownPasskey": _("chave de acesso não cadastrada"),
    "PasskeyElsewhere": _("chave cadastrada em outro endereço"),
    "CounterBack": _("o contador da chave voltou atrás"),
    "AlreadyRegistered": _("chave já cadastrada"),
    "ChallengeForeign": _("pedido que não foi feito aqui"),
    "ChallengeUsed": _("resposta já usada"),
    "ChallengeExpired": _("o tempo da chave acabou"),
}
