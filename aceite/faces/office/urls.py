"""Addresses of the office: entering stands at the top, all else under the company's name."""

from django.urls import URLPattern, URLResolver, include, path

from aceite.faces.office import urls_entering, urls_registers, urls_sales

app_name = "office"

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_entering.urlpatterns,
    path("<slug:company>/gestao/", include([*urls_sales.urlpatterns, *urls_registers.urlpatterns])),
]
