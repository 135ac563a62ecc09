"""A Brazilian postal address, as fields a model inherits."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Addressed(models.Model):
    """Adds an address to a model. The CEP is stored as 8 digits."""

    zip_code = models.CharField(_("CEP"), max_length=8, blank=True)
    street = models.CharField(_("logradouro"), max_length=120, blank=True)
    street_number = models.CharField(_("número"), max_length=15, blank=True)
    complement = models.CharField(_("complemento"), max_length=60, blank=True)
    district = models.CharField(_("bairro"), max_length=60, blank=True)
    city = models.CharField(_("cidade"), max_length=60, blank=True)
    state = models.CharField(_("UF"), max_length=2, blank=True)

    class Meta:
        abstract = True

    @property
    def address_line(self) -> str:
        """The address in one line, without what is empty; where it wraps, no line begins with a dot or a bare CEP."""
        street = ", ".join(part for part in (self.street, self.street_number, self.complement) if part)
        city = "/".join(part for part in (self.city, self.state) if part)
        cep = f"CEP\N{NO-BREAK SPACE}{self.zip_code[:5]}-{self.zip_code[5:]}" if self.zip_code else ""
        return "\N{NO-BREAK SPACE}· ".join(part for part in (street, self.district, city, cep) if part)
