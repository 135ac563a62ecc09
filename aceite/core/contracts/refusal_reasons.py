"""Why signed copies are usually refused: the company's own sentences, or those that suit most."""

from django.utils.translation import gettext as _

from aceite.core.companies.models import Company


def refusal_reasons(company: Company) -> list[str]:
    """The sentences offered where a copy is refused, in their order; they are written to the customer."""
    return company.copy_refusals.splitlines() or usual_reasons()


def usual_reasons() -> list[str]:
    """The sentences of a company that has written none."""
    return [
        _("Faltam páginas do contrato."),
        _("Uma ou mais folhas não estão legíveis."),
        _("Falta a assinatura de uma das pessoas."),
        _("A via é de outra versão do contrato."),
        _("Faltam as duas testemunhas, com nome e CPF."),
        _("Há rasura ou alteração feita à mão no texto."),
    ]
