"""Addresses of the public pages."""

from django.urls import path

from aceite.faces.verify import keys, pages

app_name = "verify"

urlpatterns = [
    path("v/<str:code>", pages.short, name="short"),
    path("v/<str:code>/<int:page>", pages.short, name="short_page"),
    path(".well-known/aceite-selo.json", keys.seal_keys, name="keys"),
    path("verificar/", pages.start, name="start"),
    path("verificar/arquivo/", pages.file_page, name="file"),
    path("verificar/<str:code>/", pages.code_page, name="code"),
    path("verificar/<str:code>/<int:page>/", pages.code_page, name="page"),
]
