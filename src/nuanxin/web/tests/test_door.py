"""The door: whoever was signed out while a page stood open comes back to a page, not to a form's address."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("demo")
BUTTONS = ("/plans/P-100/take-back/", "/work/1/move/", "/rounds/stations/LH-003/own/")


def back(answer):
    return parse_qs(urlsplit(answer["Location"]).query)["next"][0]


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_pressed_after_the_session_ended_leads_back_to_its_page(button):
    page = "/rounds/stations/?q=LH-003"
    answer = Client().post(button, headers={"referer": f"http://testserver{page}"})
    assert answer.status_code == 302 and back(answer) == page


@pytest.mark.parametrize("told", ["", "https://elsewhere.example/plans/", "javascript:alert(1)"])
def test_another_house_is_never_gone_back_to(told):
    assert back(Client().post(BUTTONS[0], headers={"referer": told})) == "/"


def test_a_page_asked_for_is_gone_back_to():
    assert back(Client().get("/plans/?away=1")) == "/plans/?away=1"
