"""The sentences of the seal's findings, in Portuguese and in English; details stand in as %(name)s."""

from typing import Final

PORTUGUESE: Final = {
    "seal.intact": "O selo está íntegro e cobre o arquivo inteiro (hora declarada: %(time)s).",
    "seal.none": "O arquivo não tem selo.",
    "seal.unreadable": "O selo não pôde ser lido: o arquivo está danificado ou foi adulterado (%(reason)s).",
    "seal.encrypted": "O arquivo está protegido por senha; nenhum arquivo selado aqui é.",
    "seal.another_signature": "Há mais de uma assinatura no arquivo (%(count)s além do selo): alguém assinou depois.",
    "seal.form_field": "Há um campo de formulário no arquivo (%(name)s); um arquivo selado aqui não tem nenhum.",
    "seal.visible": "Uma assinatura foi desenhada sobre uma página (%(name)s); o selo nunca aparece nas páginas.",
    "seal.not_certified": "O selo não certifica o documento com proibição de alterações.",
    "seal.partly_covered": "A assinatura %(name)s não cobre tudo o que deveria cobrir.",
    "seal.not_to_the_end": "O fim do arquivo não está coberto por nenhuma assinatura (%(bytes)s bytes).",
    "seal.elsewhere": "O selo não está na única atualização que segue o documento original.",
    "seal.changed_after": "O arquivo foi alterado depois do selo.",
    "seal.not_canonical": "O selo foi reescrito de outra forma (%(part)s): foi mexido depois de feito.",
    "seal.without_time": "O selo não declara quando foi feito.",
    "seal.before_its_acts": "O selo declara uma hora (%(time)s) anterior aos atos que ele sela.",
    "seal.content_changed": "O conteúdo do arquivo não é o que foi selado.",
    "seal.signature_broken": "A assinatura do selo não confere com o seu certificado.",
    "seal.stamp_broken": "O carimbo de tempo não é deste arquivo ou está quebrado.",
    "seal.stamped": "Selado até %(time)s, segundo a autoridade de tempo %(authority)s.",
    "seal.kept": "Conservado com carimbo de tempo de %(time)s, da autoridade %(authority)s.",
    "seal.not_stamped": "Sem carimbo de tempo externo: a hora é a do computador que selou.",
    "seal.stamp_not_checked": (
        "Há um carimbo de tempo de %(time)s (%(authority)s): autoridade de tempo não conferida nesta instalação."
    ),
    "seal.not_revoked": "O certificado do selo não estava revogado em %(time)s.",
    "seal.revoked": "O certificado do selo foi revogado em %(time)s, e nada prova que o selo seja anterior.",
    "seal.revoked_later": "O certificado do selo foi revogado em %(time)s, depois da hora carimbada do selo.",
    "seal.revocation_unknown": "Não há lista de revogação que diga se o certificado do selo foi revogado.",
    "trust.icp_brasil": "Selado por %(holder)s, com certificado ICP-Brasil emitido por %(issuer)s.",
    "trust.govbr": "Selado por %(holder)s, com certificado gov.br emitido por %(issuer)s.",
    "trust.instance": "Selado por %(holder)s, autoridade %(issuer)s, conhecida nesta instalação.",
    "trust.not_checked": (
        "Selado por %(holder)s, certificado de %(issuer)s: autoridade não conferida nesta instalação "
        "(impressão digital %(fingerprint)s)."
    ),
    "trust.unknown": "Selado por %(holder)s, certificado de %(issuer)s: nenhuma autoridade conhecida aqui o confirma.",
}

ENGLISH: Final = {
    "seal.intact": "The seal is intact and covers the whole file (claimed time: %(time)s).",
    "seal.none": "The file has no seal.",
    "seal.unreadable": "The seal could not be read: the file is damaged or was tampered with (%(reason)s).",
    "seal.encrypted": "The file is protected by a password; no file sealed here is.",
    "seal.another_signature": "There is more than one signature (%(count)s beside the seal): somebody signed later.",
    "seal.form_field": "There is a form field in the file (%(name)s); a file sealed here has none.",
    "seal.visible": "A signature was drawn over a page (%(name)s); the seal never shows on the pages.",
    "seal.not_certified": "The seal does not certify the document with changes forbidden.",
    "seal.partly_covered": "The signature %(name)s does not cover all that it should.",
    "seal.not_to_the_end": "The end of the file is covered by no signature (%(bytes)s bytes).",
    "seal.elsewhere": "The seal does not stand in the one update that follows the original document.",
    "seal.changed_after": "The file was changed after the seal.",
    "seal.not_canonical": "The seal was written in another way (%(part)s): it was touched after it was made.",
    "seal.without_time": "The seal does not claim when it was made.",
    "seal.before_its_acts": "The seal claims a time (%(time)s) before the acts that it seals.",
    "seal.content_changed": "The content of the file is not what was sealed.",
    "seal.signature_broken": "The seal's signature does not fit its certificate.",
    "seal.stamp_broken": "The time stamp is not for this file, or is broken.",
    "seal.stamped": "Sealed by %(time)s, says the time authority %(authority)s.",
    "seal.kept": "Kept under a time stamp of %(time)s by the authority %(authority)s.",
    "seal.not_stamped": "Without an outside time stamp: the time is that of the computer that sealed.",
    "seal.stamp_not_checked": (
        "There is a time stamp of %(time)s (%(authority)s), but its authority was not checked in this installation."
    ),
    "seal.not_revoked": "The seal's certificate was not revoked as of %(time)s.",
    "seal.revoked": "The seal's certificate was revoked on %(time)s, and nothing proves the seal to be older.",
    "seal.revoked_later": "The seal's certificate was revoked on %(time)s, after the stamped time of the seal.",
    "seal.revocation_unknown": "No revocation list tells whether the seal's certificate was revoked.",
    "trust.icp_brasil": "Sealed by %(holder)s, with an ICP-Brasil certificate issued by %(issuer)s.",
    "trust.govbr": "Sealed by %(holder)s, with a gov.br certificate issued by %(issuer)s.",
    "trust.instance": "Sealed by %(holder)s, authority %(issuer)s, known to this installation.",
    "trust.not_checked": (
        "Sealed by %(holder)s, certificate by %(issuer)s: authority not checked in this installation "
        "(fingerprint %(fingerprint)s)."
    ),
    "trust.unknown": "Sealed by %(holder)s, certificate by %(issuer)s: no authority known here vouches for it.",
}
