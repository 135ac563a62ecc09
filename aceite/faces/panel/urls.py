"""Addresses of the panel, all under the company's name; what a preview may read stands also under its pass."""

from django.urls import URLPattern, URLResolver, include, path

from aceite.faces.panel import (
    account,
    approving,
    colleagues,
    contracts,
    copies,
    entering,
    files,
    home,
    invitations,
    lists,
    looks,
    orders,
    passkeys,
    preview,
    proposals,
    questions,
    signing,
    signing_key,
)

app_name = "panel"

_SALE = "propostas/<str:number>/"
_CONTRACT = f"{_SALE}contratos/<int:pk>/"

READING: list[URLPattern] = [
    path(_SALE, proposals.proposal, name="proposal"),
    path(f"{_SALE}versoes/<int:version>/", proposals.version_page, name="version"),
    path(f"{_SALE}versoes/<int:version>/arquivo/", files.paper, name="paper"),
    path(f"{_SALE}anexos/<int:pk>/", files.attachment, name="attachment"),
    path(_CONTRACT, contracts.contract, name="contract"),
    path(f"{_CONTRACT}arquivo/", files.contract_file, name="contract_file"),
    path(f"{_CONTRACT}imprimir/", files.contract_print, name="contract_print"),
    path(f"{_CONTRACT}paginas/<int:page>/<int:width>/", files.contract_page, name="contract_page"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("marca.css", looks.brand, name="brand"),
    path("logo.png", looks.logo, name="logo"),
    path("entrar/", entering.enter, name="enter"),
    path("entrar/codigo/", entering.enter_code, name="enter_code"),
    path("entrar/chave/", entering.enter_by_passkey, name="enter_by_passkey"),
    path("entrar/chave/pedido/", entering.passkey_challenge, name="passkey_challenge"),
    path("sair/", entering.leave, name="leave"),
    path("escolher/", entering.choose, name="choose"),
    path("convite/<str:token>/", invitations.invitation, name="invitation"),
    path("propostas/", lists.proposals, name="proposals"),
    path("contratos/", lists.contracts, name="contracts"),
    path("pedidos/", lists.orders, name="orders"),
    path("pedidos/<str:order>/", orders.order, name="order"),
    path("pedidos/<str:order>/arquivo/", files.order_paper, name="order_paper"),
    *READING,
    path(f"{_SALE}vista/", proposals.viewed, name="viewed"),
    path(f"{_CONTRACT}leitura/", contracts.read, name="read"),
    path(f"{_CONTRACT}assinado/", files.signed_file, name="signed_file"),
    path(f"{_CONTRACT}via-assinada/", copies.copy, name="copy"),
    path(f"{_CONTRACT}via-assinada/<int:file>/", copies.copy_file, name="copy_file"),
    path(f"{_SALE}assinatura/", signing.sign_page, name="sign"),
    path(f"{_SALE}assinatura/chave/", signing_key.signing_key, name="signing_key"),
    path(f"{_SALE}assinatura/<str:ceremony>/", signing.ceremony_page, name="ceremony"),
    path(f"{_SALE}assinatura/<str:ceremony>/codigo/", signing.code_again, name="code_again"),
    path(f"{_SALE}assinatura/<str:ceremony>/meio/", signing.other_means, name="other_means"),
    path(f"{_SALE}aprovacao/", approving.approve_page, name="approve"),
    path(f"{_SALE}recusa/", approving.decline_page, name="decline"),
    path(f"{_SALE}comprovante/", approving.receipt, name="receipt"),
    path(f"{_SALE}comprovante/arquivo/", files.approval_file, name="approval_file"),
    path(f"{_SALE}perguntas/", questions.ask_page, name="questions"),
    path("colegas/", colleagues.colleagues, name="colleagues"),
    path("colegas/novo/", colleagues.new, name="new_colleague"),
    path("colegas/<int:pk>/", colleagues.colleague, name="colleague"),
    path("colegas/<int:pk>/acesso/", colleagues.access, name="colleague_access"),
    path("colegas/<int:pk>/convite/", colleagues.invite_again, name="colleague_invitation"),
    path("conta/", account.account, name="account"),
    path("conta/senha/", account.password, name="password"),
    path("conta/chaves/", passkeys.passkeys, name="passkeys"),
    path("conta/chaves/pedido/", passkeys.passkey_options, name="passkey_options"),
    path("conta/chaves/<int:pk>/", passkeys.passkey, name="passkey"),
    path("conta/chaves/<int:pk>/remocao/", passkeys.passkey_removal, name="passkey_removal"),
    path("previa/<str:preview_pass>/", preview.preview, name="preview"),
    path("previa/<str:preview_pass>/", include((READING, "preview"))),
]
