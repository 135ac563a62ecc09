"""The pages that mails lead to, as absolute addresses. Old mails must keep working, so paths stay."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings

from aceite.core.companies.hosts import address_of
from aceite.core.companies.models import Company
from aceite.core.customers.models import PanelUser
from aceite.kit.codes import format_code


def absolute(path: str) -> str:
    """The path under the address at which this installation is reached."""
    return f"{settings.BASE_URL}{path}"


def in_panel(company: Company, path: str = "") -> str:
    """A page of the company's panel, at the company's own address where it has one."""
    return f"{address_of(company)}/{company.slug}/painel/{path}"


def panel_entry(company: Company, *, onward: str = "") -> str:
    """Where a customer's people enter, and the address of the page they enter for."""
    return _with_onward(in_panel(company, "entrar/"), onward)


def panel_invitation(company: Company, token: str, *, onward: str = "") -> str:
    """An invitation to the panel, and the address of the page it leads to; opening it consumes nothing."""
    return _with_onward(in_panel(company, f"convite/{token}/"), onward)


def panel_rescission(company: Company, number: str) -> str:
    """The receipt of a withdrawal in the customer's panel."""
    return f"{panel_proposal(company, number)}desistencia/comprovante/"


def panel_proposal(company: Company, number: str) -> str:
    """A proposal as the customer sees it."""
    return in_panel(company, f"propostas/{number}/")


def panel_link(company: Company, number: str, token: str) -> str:
    """The same page with the token by which the entrance tells what the link is about."""
    return f"{panel_proposal(company, number)}?{urlencode({'link': token})}"


def panel_contract(company: Company, number: str, contract_id: int) -> str:
    """A contract of a proposal as the customer sees it."""
    return in_panel(company, f"propostas/{number}/contratos/{contract_id}/")


def panel_copy(company: Company, number: str, contract_id: int) -> str:
    """The page on which a copy signed on paper is sent."""
    return in_panel(company, f"propostas/{number}/contratos/{contract_id}/via-assinada/")


def panel_order(company: Company, number: str) -> str:
    """An order as the customer sees it, with what is to be paid and the files of billing."""
    return in_panel(company, f"pedidos/{number}/")


def panel_external(company: Company, number: str, contract_id: int) -> str:
    """The page on which a signer sends a contract signed outside."""
    return in_panel(company, f"propostas/{number}/contratos/{contract_id}/assinatura-externa/")


def verification(code: str) -> str:
    """The public page that says what is known of a printed code; anybody opens it."""
    return absolute(f"/verificar/{format_code(code)}/")


def office_external(company: Company, number: str, contract_id: int, external_id: int) -> str:
    """A PDF signed outside, in the office."""
    path = f"/{company.slug}/gestao/vendas/{number}/contratos/{contract_id}/assinaturas-externas/{external_id}/"
    return absolute(path)


def office_sale(company: Company, number: str) -> str:
    """A sale in the office."""
    return absolute(f"/{company.slug}/gestao/vendas/{number}/")


def office_access_request(company: Company, number: str, pk: int) -> str:
    """What a customer asks for somebody who decides, in the office."""
    return absolute(f"/{company.slug}/gestao/vendas/{number}/acessos/{pk}/")


def office_agreement(company: Company, pk: int) -> str:
    """A contract in force, in the office's register."""
    return absolute(f"/{company.slug}/gestao/contratos/em-vigor/{pk}/")


def office_countersigning(company: Company, number: str) -> str:
    """Where a representative reads and signs the contracts of a sale for the company."""
    return absolute(f"/{company.slug}/gestao/vendas/{number}/assinatura/")


def office_clearance(company: Company, clearance_id: int) -> str:
    """A request for internal approval."""
    return absolute(f"/{company.slug}/gestao/aprovacoes/{clearance_id}/")


def office_notices(company: Company) -> str:
    """A colleague's own notices."""
    return absolute(f"/{company.slug}/gestao/avisos/")


def office_ticket(company: Company, ticket_id: int) -> str:
    """A support thread in the office."""
    return absolute(f"/{company.slug}/gestao/chamados/{ticket_id}/")


def panel_ticket(company: Company, ticket_id: int) -> str:
    """A support thread as the customer reads it."""
    return in_panel(company, f"chamados/{ticket_id}/")


def failed_mails(company: Company) -> str:
    """The office's list of mails that did not leave."""
    return absolute(f"/{company.slug}/gestao/emails/")


def office_company(company: Company) -> str:
    """Where the company's Pix key stands."""
    return absolute(f"/{company.slug}/gestao/empresa/recebimentos/")


def office_certificate(company: Company) -> str:
    """Where the company's own certificate is seen and uploaded."""
    return absolute(f"/{company.slug}/gestao/empresa/certificado/")


def personal_data(company: Company, kind: str, person_id: int) -> str:
    """One person's data in the office; `kind` is the word of the address."""
    return absolute(f"/{company.slug}/gestao/privacidade/{kind}/{person_id}/")


def own_data(company: Company) -> str:
    """A customer's person's own data in the panel."""
    return in_panel(company, "conta/dados/")


def office_power(company: Company, person: PanelUser) -> str:
    """By what right a person of a customer signs, in the office."""
    return absolute(f"/{company.slug}/gestao/clientes/{person.customer_id}/usuarios/{person.pk}/poderes/")


def panel_powers(company: Company) -> str:
    """The powers of signature in the customer's panel."""
    return in_panel(company, "poderes/")


def mail_stop(company: Company, token: str) -> str:
    """Where a letter that may be switched off is; opening it changes nothing."""
    return in_panel(company, f"emails/{token}/")


def own_devices(company: Company, kind: str) -> str:
    """Where a member, or else a person of a customer, sees in which devices she is entered."""
    path = "conta/#aparelhos"
    return absolute(f"/{company.slug}/gestao/{path}") if kind == "member" else in_panel(company, path)


def office_customer(company: Company, customer_id: int) -> str:
    """A customer with its people, in the office."""
    return absolute(f"/{company.slug}/gestao/clientes/{customer_id}/")


def team_invitation(token: str) -> str:
    """An invitation to the team."""
    return absolute(f"/equipe/convite/{token}/")


def _with_onward(address: str, onward: str) -> str:
    return address + (f"?{urlencode({'next': _local(onward)})}" if onward else "")


def _local(address: str) -> str:
    """The address without the site it is at."""
    return urlunsplit(urlsplit(address)._replace(scheme="", netloc=""))
