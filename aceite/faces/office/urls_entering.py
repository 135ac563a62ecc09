"""Addresses before a company is chosen: entering, founding a company, invitations; and each company's look."""

from django.urls import URLPattern, URLResolver, path

from aceite.faces.office import account, entering, joining, looks

urlpatterns: list[URLPattern | URLResolver] = [
    path("", entering.front, name="front"),
    path("entrar/", entering.enter, name="enter"),
    path("entrar/codigo/", entering.enter_code, name="enter_code"),
    path("entrar/chave/", entering.enter_by_passkey, name="enter_by_passkey"),
    path("entrar/chave/pedido/", entering.passkey_challenge, name="passkey_challenge"),
    path("sair/", entering.leave, name="leave"),
    path("senha/", account.password, name="password"),
    path("empresas/", entering.companies, name="companies"),
    path("cadastro/", joining.sign_up, name="sign_up"),
    path("cadastro/pronto/", joining.signed_up, name="signed_up"),
    path("equipe/convite/<str:token>/", joining.invitation, name="invitation"),
    path("<slug:company>/marca.css", looks.brand, name="brand"),
    path("<slug:company>/logo.png", looks.logo, name="logo"),
]
