"""A clerk who plans, a reviewer who takes, a leader who reads; jobs are done at once."""

import re

import pytest
from django.test import Client

from nuanxin.web.catalogues import compile_catalogues
from tests.people import client_of

BEGIN = "/plans/new/stations.siting/150802000000/"
ASKED = {
    "model": "cover", "count": "2", "minutes": "10", "by": "walking", "seconds": "4", "seed": "7",
    "curve": "3", "bands": ["morning", "noon", "evening", "night"],
    "kinds": ["hot_spot", "road", "population"],
    "sources": ["offers", "buildings"], "grid_m": "500",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def words():
    compile_catalogues()


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def clerk(demo):
    return client_of("clerk", "en")


@pytest.fixture
def reviewer(demo):
    return client_of("reviewer", "en")


def planned(client: Client, **form: object) -> str:
    """Ask for a plan through the form, and return the address of the plan that was kept."""
    page = client.post(BEGIN, {**ASKED, **form}, follow=True)
    address = page.redirect_chain[-1][0]
    assert re.fullmatch(r"/plans/P-\d+/", address), page.content.decode()[:3000]
    return address


def text(page: object) -> str:
    """Return what a page says, without its tags."""
    body = page.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<script.*?</script>|<[^>]+>", " ", body, flags=re.DOTALL))
