"""Addresses of the style guide."""

from django.urls import path

from aceite.faces.ui import views

app_name = "ui"

urlpatterns = [
    path("", views.components, name="components"),
    path("lista/", views.sales, name="sales"),
    path("painel/", views.proposal, name="proposal"),
    path("entrar/", views.entering, name="entering"),
    path("marca.css", views.brand, name="brand"),
]
