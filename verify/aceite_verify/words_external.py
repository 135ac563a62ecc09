"""What is told of a file that somebody signed outside: one sentence for each code, for the signer and the vendor."""

from typing import Final

PORTUGUESE: Final = {
    "external.none_new": (
        "Este arquivo não traz uma assinatura digital nova. Assine no gov.br, ou com o seu certificado, o PDF "
        "baixado aqui e envie o arquivo que o programa de assinatura devolve."
    ),
    "external.too_many": (
        "O arquivo traz {count} assinaturas novas, e cada pessoa envia a sua. Baixe o arquivo de novo e assine só você."
    ),
    "external.others_lost": (
        "As assinaturas de quem já assinou não estão neste arquivo. Baixe o arquivo mais novo e assine-o de novo."
    ),
    "external.outdated": (
        "Outra pessoa assinou depois que você baixou este arquivo. Baixe o arquivo mais novo e assine-o: assim as"
        " assinaturas ficam no mesmo documento."
    ),
    "external.other_beginning": (
        "Este arquivo não começa, byte a byte, com o que foi baixado aqui: o programa de assinatura o regravou. A"
        " empresa vai compará-lo página por página."
    ),
    "external.only_signs": "O que veio depois do documento só assina: páginas, textos e imagens são os mesmos.",
    "external.signed": "Há uma assinatura nova, íntegra, sobre o arquivo todo; feita em {time}.",
    "external.broken": (
        "A assinatura “{name}” não confere com o conteúdo do arquivo. Baixe o arquivo de novo e assine-o."
    ),
    "external.partly_covered": "A assinatura “{name}” não cobre o arquivo inteiro, e por isso não pode ser aceita.",
    "external.changed_after": "O arquivo foi alterado depois da assinatura “{name}”. Envie-o como saiu do assinador.",
    "external.forbids_others": (
        "Esta assinatura proíbe que outras pessoas assinem depois, e ainda falta quem assine. Assine sem a opção "
        "de certificar ou bloquear o documento."
    ),
    "external.unreadable": (
        "O arquivo está danificado ou foi escrito de forma que não pode ser conferida ({reason}). Envie o PDF "
        "como saiu do assinador."
    ),
    "external.too_hard": "Conferir este arquivo exigiu tempo ou memória demais. Envie o PDF como saiu do assinador.",
    "external.not_judged": (
        "A conferência automática não chegou ao fim, por um problema que não é do arquivo. A empresa pode pedi-la "
        "de novo."
    ),
    "external.page_added": "O arquivo tem páginas a mais do que o contrato. Assine o PDF sem acrescentar páginas.",
    "external.annotation": "A página {page} traz uma anotação que não é a assinatura. Assine o PDF sem anotá-lo.",
    "external.foreign_field": (
        "O arquivo traz um campo de formulário que não é a sua assinatura ({name}). Assine o PDF como foi baixado."
    ),
    "external.stamp_large": (
        "O carimbo visível da assinatura ocupa grande parte da página {page}: a empresa vai olhá-la."
    ),
    "external.stamp_over_text": (
        "O carimbo visível da assinatura está sobre o conteúdo da página {page}: a empresa vai olhá-la."
    ),
    "external.manner": (
        "O programa de assinatura escreveu o arquivo de um jeito que a máquina não interpreta sozinha ({reason})."
        " A empresa vai compará-lo página por página."
    ),
    "external.other_object": (
        "O programa de assinatura reescreveu uma parte do arquivo que não aparece nas páginas (objeto {object}). "
        "A empresa vai compará-lo página por página."
    ),
    "external.page_same": "A página {page} mostra o mesmo que a do contrato.",
    "external.page_differs": "A página {page} não mostra o mesmo que a do contrato: compare as duas.",
    "external.pages_differ": "O contrato tem {expected} páginas, e este arquivo tem {found}.",
    "external.place_gone": "O lugar de quem assinou não espera mais assinatura neste contrato.",
    "external.witness_is_party": "O CPF é o de uma das partes: quem é parte não pode ser testemunha.",
    "holder.icp_brasil": "O certificado é da ICP-Brasil: {holder}, emitido por {issuer}.",
    "holder.govbr": "O certificado é do gov.br: {holder}, emitido por {issuer}.",
    "holder.not_checked": (
        "Autoridade não conferida nesta instalação: certificado de {holder}, que diz ser emitido por {issuer} "
        "(impressão digital {fingerprint})."
    ),
    "holder.unknown": (
        "O certificado de {holder} não vem da ICP-Brasil nem do gov.br ({issuer}). Assine no gov.br ou com um "
        "certificado ICP-Brasil."
    ),
    "holder.may_not_sign": "O certificado de {holder} não serve para assinar documentos.",
    "holder.not_revoked": "O certificado não estava revogado em {time}.",
    "holder.revoked": "O certificado foi revogado em {time}. Assine com um certificado em vigor.",
    "holder.revoked_later": "O certificado foi revogado em {time}, depois de o arquivo assinado já existir.",
    "holder.revocation_unknown": (
        "Revogação não verificada: não há aqui lista que diga se o certificado estava em vigor."
    ),
    "holder.cpf": "O CPF do certificado é o de {expected}.",
    "holder.cpf_read": "O nome do certificado é o de {expected}; o CPF passa a ser o do certificado.",
    "holder.other_cpf": (
        "O CPF do certificado ({holder}) não é o de {expected}, que está no contrato. Assine com o seu próprio "
        "certificado."
    ),
    "holder.names_nobody": (
        "O certificado não diz o CPF de quem assina ({holder}). Use um e-CPF ou o e-CNPJ da empresa."
    ),
    "holder.same_name": "O nome no certificado é o de {expected}. A empresa confirma que é a mesma pessoa.",
    "holder.similar_name": (
        "O nome no certificado ({holder}) se parece com {expected}. A empresa confirma se é a mesma pessoa."
    ),
    "holder.other_person": (
        "O certificado é de {holder}, e quem assina aqui é {expected}. Assine com o seu próprio certificado."
    ),
    "holder.company": "O e-CNPJ é o da empresa, e o responsável nele é {expected}.",
    "holder.other_cnpj": (
        "O certificado é de outra empresa ({holder}). Assine com o e-CNPJ de quem contrata, ou com o seu e-CPF."
    ),
    "holder.other_responsible": (
        "O responsável no e-CNPJ é {holder}, e quem assina aqui é {expected}. Quem assina é o responsável pelo "
        "certificado."
    ),
    "holder.responsible_untold": (
        "O e-CNPJ é o da empresa, mas não prova que {expected} é o responsável por ele ({holder}). A empresa confirma."
    ),
    "holder.below_advanced": (
        "Este contrato pede uma assinatura avançada: assine no gov.br ou com um certificado ICP-Brasil."
    ),
    "holder.below_qualified": "Este contrato pede uma assinatura qualificada: assine com um certificado ICP-Brasil.",
    "holder.unreadable": "O certificado de quem assinou não pôde ser lido ({reason}).",
    "external.original_forbids": (
        "O contrato já traz uma assinatura que não admite outras no mesmo arquivo. Assine aqui no painel."
    ),
    "before.none": "Este PDF diz estar assinado, mas não traz nenhuma assinatura que se possa conferir.",
    "before.unreadable": (
        "As assinaturas deste PDF estão danificadas ou escritas de forma que não pode ser conferida ({reason})."
    ),
    "before.too_hard": "Conferir as assinaturas deste PDF exigiu tempo ou memória demais.",
    "before.signed": "Este arquivo já traz a assinatura de {holder}, íntegra, sobre o arquivo todo; feita em {time}.",
    "before.broken": (
        "A assinatura “{name}” deste PDF não confere com o conteúdo. Peça o arquivo de novo a quem o assinou."
    ),
    "before.partly_covered": (
        "A assinatura “{name}” deste PDF não cobre o arquivo inteiro. Peça o arquivo de novo a quem o assinou."
    ),
    "before.changed_after": (
        "Este PDF foi alterado depois da assinatura “{name}”. Peça o arquivo a quem o assinou, como saiu do assinador."
    ),
    "before.may_not_sign": "O certificado de {holder}, que assinou este PDF, não serve para assinar documentos.",
    "before.revoked": "O certificado de uma das assinaturas deste PDF foi revogado em {time}, antes de chegar aqui.",
    "before.unknown": (
        "O certificado de {holder} não vem da ICP-Brasil nem do gov.br ({issuer}): a assinatura está íntegra, e de "
        "quem ela é não foi conferido."
    ),
    "before.certified_nothing": (
        "{holder} certificou o arquivo sem admitir mudança: outra assinatura não cabe dentro dele. O cliente assina "
        "no painel ou no papel."
    ),
    "before.certified_signing": "{holder} certificou o arquivo e admite que outras pessoas o assinem depois.",
    "before.certified_notes": "{holder} certificou o arquivo e admite assinaturas e anotações depois.",
    "before.others": "As {count} assinaturas que o contrato já trazia não são as que o pacote da versão cita.",
    "apart.named": "As declarações e os arquivos assinados fora do painel citam uns aos outros (total: {count}).",
    "apart.incomplete": "As declarações não são as dos arquivos assinados fora do painel que as evidências citam.",
    "apart.other_file": (
        "{name}: a declaração e o arquivo assinado não citam um ao outro, ou ele não parte do anterior."
    ),
    "apart.contract_absent": (
        "O contrato assinado é outro arquivo (SHA-256 {sha256}, {length} bytes): confira os dois juntos, com --with."
    ),
    "apart.contract": "O contrato assinado é o que esta página cita: {length} bytes, SHA-256 {sha256}.",
    "apart.other_contract": "O contrato apresentado não é o que esta página cita (SHA-256 {sha256}).",
    "apart.page_absent": (
        "A página de assinaturas deste contrato é outro arquivo: confira os dois juntos, com --with."
    ),
    "apart.signatures": "O contrato traz {found} assinaturas, e a página cita {expected}.",
    "apart.other_certificate": "{name}: a assinatura no contrato não é a do certificado que a declaração cita.",
    "apart.other_kind": "{name}: o certificado não é do tipo que a declaração diz.",
    "apart.confirmed": "{name}: a empresa confirmou que o certificado é desta pessoa, e isso está na declaração.",
}

ENGLISH: Final = {
    "external.none_new": (
        "This file has no new digital signature. Sign the PDF downloaded here with gov.br or with your "
        "certificate, and send the file that the signing program gives back."
    ),
    "external.too_many": (
        "The file has {count} new signatures, and each person sends her own. Download the file again and sign it alone."
    ),
    "external.others_lost": (
        "The signatures of those who signed before are not in this file. Download the newest file and sign it again."
    ),
    "external.outdated": (
        "Somebody signed after you downloaded this file. Download the newest file and sign it, so that all "
        "signatures stand in one document."
    ),
    "external.other_beginning": (
        "This file does not begin, byte for byte, with what was downloaded here: the signing program rewrote it. "
        "The company will compare it page by page."
    ),
    "external.only_signs": "What follows the document only signs it: pages, texts and pictures are the same.",
    "external.signed": "There is one new signature, intact, over the whole file; made at {time}.",
    "external.broken": (
        "The signature “{name}” does not fit the content of the file. Download the file again and sign it."
    ),
    "external.partly_covered": "The signature “{name}” does not cover the whole file, so it cannot be accepted.",
    "external.changed_after": (
        "The file was changed after the signature “{name}”. Send it as it left the signing program."
    ),
    "external.forbids_others": (
        "This signature forbids others to sign afterwards, and somebody still has to. Sign without the option to "
        "certify or lock the document."
    ),
    "external.unreadable": (
        "The file is damaged, or written in a way that cannot be checked ({reason}). Send the PDF as it left the "
        "signing program."
    ),
    "external.too_hard": (
        "Checking this file took too much time or memory. Send the PDF as it left the signing program."
    ),
    "external.not_judged": (
        "The automatic check did not come to its end, for a reason that is not in the file. The company can ask for it "
        "again."
    ),
    "external.page_added": "The file has more pages than the contract. Sign the PDF without adding pages.",
    "external.annotation": (
        "Page {page} has an annotation that is not the signature. Sign the PDF without annotating it."
    ),
    "external.foreign_field": (
        "The file has a form field that is not your signature ({name}). Sign the PDF as it was downloaded."
    ),
    "external.stamp_large": "The visible signature takes much of page {page}: the company will look at it.",
    "external.stamp_over_text": (
        "The visible signature stands over the content of page {page}: the company will look at it."
    ),
    "external.manner": (
        "The signing program wrote the file in a way that the machine does not interpret by itself ({reason}). "
        "The company will compare it page by page."
    ),
    "external.other_object": (
        "The signing program rewrote a part of the file that no page shows (object {object}). The company will "
        "compare it page by page."
    ),
    "external.page_same": "Page {page} shows the same as the contract's.",
    "external.page_differs": "Page {page} does not show the same as the contract's: compare them.",
    "external.pages_differ": "The contract has {expected} pages, and this file has {found}.",
    "external.place_gone": "The place of whoever signed awaits no signature on this contract any more.",
    "external.witness_is_party": "The CPF is that of one of the parties: whoever is a party cannot be a witness.",
    "holder.icp_brasil": "The certificate is of ICP-Brasil: {holder}, issued by {issuer}.",
    "holder.govbr": "The certificate is of gov.br: {holder}, issued by {issuer}.",
    "holder.not_checked": (
        "Authority not checked in this installation: certificate of {holder}, which says it was issued by "
        "{issuer} (fingerprint {fingerprint})."
    ),
    "holder.unknown": (
        "The certificate of {holder} comes neither from ICP-Brasil nor from gov.br ({issuer}). Sign with gov.br "
        "or with an ICP-Brasil certificate."
    ),
    "holder.may_not_sign": "The certificate of {holder} is not one that signs documents.",
    "holder.not_revoked": "The certificate was not revoked as of {time}.",
    "holder.revoked": "The certificate was revoked on {time}. Sign with a certificate in force.",
    "holder.revoked_later": "The certificate was revoked on {time}, after the signed file was known to exist.",
    "holder.revocation_unknown": "Revocation not checked: no list here tells whether the certificate was in force.",
    "holder.cpf": "The CPF of the certificate is that of {expected}.",
    "holder.cpf_read": "The name of the certificate is that of {expected}; the CPF is taken from the certificate.",
    "holder.other_cpf": (
        "The CPF of the certificate ({holder}) is not that of {expected}, who stands in the contract. Sign with "
        "your own certificate."
    ),
    "holder.names_nobody": (
        "The certificate does not tell the signer's CPF ({holder}). Use an e-CPF or the company's e-CNPJ."
    ),
    "holder.same_name": (
        "The name in the certificate is that of {expected}. The company confirms that it is the same person."
    ),
    "holder.similar_name": (
        "The name in the certificate ({holder}) resembles {expected}. The company confirms whether it is the same"
        " person."
    ),
    "holder.other_person": (
        "The certificate is of {holder}, and {expected} signs here. Sign with your own certificate."
    ),
    "holder.company": "The e-CNPJ is the company's, and its responsible is {expected}.",
    "holder.other_cnpj": (
        "The certificate is of another company ({holder}). Sign with the e-CNPJ of the party, or with your own e-CPF."
    ),
    "holder.other_responsible": (
        "The responsible in the e-CNPJ is {holder}, and {expected} signs here. Whoever answers for the "
        "certificate signs."
    ),
    "holder.responsible_untold": (
        "The e-CNPJ is the company's, but does not prove that {expected} is its responsible ({holder}). The "
        "company confirms."
    ),
    "holder.below_advanced": (
        "This contract asks for an advanced signature: sign with gov.br or an ICP-Brasil certificate."
    ),
    "holder.below_qualified": "This contract asks for a qualified signature: sign with an ICP-Brasil certificate.",
    "holder.unreadable": "The signer's certificate could not be read ({reason}).",
    "external.original_forbids": (
        "The contract came with a signature that admits no others in the same file. Sign here in the portal."
    ),
    "before.none": "This PDF claims to be signed, but has no signature that can be checked.",
    "before.unreadable": (
        "The signatures of this PDF are damaged, or written in a way that cannot be checked ({reason})."
    ),
    "before.too_hard": "Checking the signatures of this PDF took too much time or memory.",
    "before.signed": "This file came with the signature of {holder}, intact, over the whole file; made at {time}.",
    "before.broken": (
        "The signature “{name}” of this PDF does not fit its content. Ask whoever signed it for the file again."
    ),
    "before.partly_covered": (
        "The signature “{name}” of this PDF does not cover the whole file. Ask whoever signed it for the file again."
    ),
    "before.changed_after": (
        "This PDF was changed after the signature “{name}”. Ask whoever signed it for the file as it left the "
        "signing program."
    ),
    "before.may_not_sign": "The certificate of {holder}, who signed this PDF, is not one that signs documents.",
    "before.revoked": "The certificate of one signature of this PDF was revoked on {time}, before it came here.",
    "before.unknown": (
        "The certificate of {holder} comes neither from ICP-Brasil nor from gov.br ({issuer}): the signature is "
        "intact, and whose it is was not checked."
    ),
    "before.certified_nothing": (
        "{holder} certified the file and admits no change: no further signature fits into it. The customer signs in "
        "the portal or on paper."
    ),
    "before.certified_signing": "{holder} certified the file and admits that others sign it afterwards.",
    "before.certified_notes": "{holder} certified the file and admits signatures and notes afterwards.",
    "before.others": "The {count} signatures with which the contract came are not those that the bundle names.",
    "apart.named": "The statements and the files signed outside the portal name each other (total: {count}).",
    "apart.incomplete": (
        "The statements are not those of the files signed outside the portal that the evidence names."
    ),
    "apart.other_file": (
        "{name}: the statement and the signed file do not name each other, or it does not start with the one before."
    ),
    "apart.contract_absent": (
        "The signed contract is another file (SHA-256 {sha256}, {length} bytes): check both together, using --with."
    ),
    "apart.contract": "The signed contract is the one this page names: {length} bytes, SHA-256 {sha256}.",
    "apart.other_contract": "The contract presented is not the one this page names (SHA-256 {sha256}).",
    "apart.page_absent": (
        "The page of signatures of this contract is another file: check both together, using --with."
    ),
    "apart.signatures": "The contract has {found} signatures, and the page names {expected}.",
    "apart.other_certificate": (
        "{name}: the signature in the contract is not by the certificate that the statement names."
    ),
    "apart.other_kind": "{name}: the certificate is not of the kind that the statement tells.",
    "apart.confirmed": (
        "{name}: the company confirmed that the certificate is this person's, and the statement says so."
    ),
}
