"""The style guide's addresses, and one page that takes files, for tests that need nothing else of the product."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from aceite.faces.ui.fields import FileListField
from aceite.faces.ui.forms import Form

PAGE = """
{% extends "ui/panel.html" %}{% load ui %}
{% block main %}<h1>Enviar</h1><form method="post" enctype="multipart/form-data">{% csrf_token %}
{% ui_errors form %}{% ui_fields form %}{% ui_button "Enviar via" busy="Enviando…" %}</form>{% endblock %}
"""


class Sheets(Form):
    """Sheets of a copy."""

    pages = FileListField(label="Via assinada", max_bytes=10)


def upload(request: HttpRequest) -> HttpResponse:
    """Take the files and say in which order and turn they came."""
    form = Sheets(request.POST or None, request.FILES or None)
    if form.is_valid():
        messages.success(request, ", ".join(f"{page.file.name} {page.rotation}" for page in form.cleaned_data["pages"]))
        return redirect("upload")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


urlpatterns = [path("ui/", include("aceite.faces.ui.urls")), path("enviar/", upload, name="upload")]
