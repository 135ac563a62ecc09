"""What a browser may keep: colours for good whatever her cookies are, pages for the way back alone."""

import pytest
from django.test import Client

from aceite.core.customers.models import PanelUser
from aceite.faces.panel.shell import brand_url
from tests.clients import client_of

pytestmark = pytest.mark.django_db


def test_what_stands_for_ever_depends_on_no_cookie(carla: PanelUser) -> None:
    answer = client_of(carla).get(brand_url(carla.company))
    assert "immutable" in answer["Cache-Control"] and answer["Vary"] == "Accept-Encoding"


def test_a_page_is_asked_for_anew_and_stays_in_memory_for_the_way_back(carla: PanelUser) -> None:
    answer = client_of(carla).get("/aurora/painel/")
    assert answer["Cache-Control"] == "private, no-cache" and "Cookie" in answer["Vary"]


def test_whoever_leaves_takes_her_pages_along(carla: PanelUser, client: Client) -> None:
    assert client_of(carla).post("/aurora/painel/sair/")["Clear-Site-Data"] == '"cache"'
