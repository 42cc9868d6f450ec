"""Plates for doors: a code that opens the page, Mongolian as the translator gave it, one's own areas."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuanxin.kernel.programme import all_finders
from nuanxin.web.nearby.fitting import SIZES_PT, fitted
from tests.people import client_of, client_over

pytestmark = pytest.mark.usefixtures("demo")
GIVEN = "ᠳᠤᠯᠠᠭᠠᠨ ᠥᠷᠲᠡᠭᠡ"
ADDRESS = "/near/stations/plates/"


def test_a_plate_has_its_names_hours_and_a_code(settings):
    settings.NUANXIN_ADDRESS = "https://warm.example.org/"
    register = next(finder for _owner, finder in all_finders() if finder.slug == "stations").record
    register.objects.filter(key="LH-001").update(mongolian_name=GIVEN)
    page = client_of("clerk").get(ADDRESS, {"q": "LH-001"}).content.decode()
    assert page.count('class="plate"') == 1 and "<svg" in page
    assert f'lang="mn-Mong">{GIVEN}<' in page
    assert "NUANXIN_ADDRESS" not in page
    other = client_of("clerk").get(ADDRESS, {"q": "LH-002"}).content.decode()
    assert page.count('class="plate"') == 1 and "mn-Mong" not in other


def test_the_code_opens_the_page_of_the_place(monkeypatch):
    said = []
    made = __import__("segno").make
    monkeypatch.setattr("segno.make", lambda text, **how: said.append(text) or made(text, **how))
    client = client_of("clerk")
    page = client.get(ADDRESS, {"q": "LH-00"}).content.decode()
    assert "NUANXIN_ADDRESS" in page and len(said) == page.count('class="plate"') > 2
    assert Client().get(said[0].removeprefix("http://testserver")).status_code == 200


def test_plates_are_of_ones_areas_and_few_statements():
    everywhere, elsewhere = client_of("clerk"), client_over("1504")
    with CaptureQueriesContext(connection) as statements:
        page = everywhere.get(ADDRESS).content.decode()
    assert len(statements) <= 15 and page.count('class="plate"') == 40
    assert "offset=40" in page
    linhe = everywhere.get(ADDRESS, {"area": "临河区"}).content.decode()
    assert set(re.findall(r'class="no">(\w+)-', linhe)) == {"LH"}
    assert 'class="plate"' not in elsewhere.get(ADDRESS).content.decode()
    assert 'class="plate"' not in everywhere.get(ADDRESS, {"area": "没有这个地方"}).content.decode()
    assert Client().get(ADDRESS).status_code == 302


def test_longer_texts_are_set_smaller_and_hours_too_many_are_left_to_the_code():
    hours, scan = ["每天 08:00-20:00", "daily 08:00-20:00"], ["请扫码", "scan"]
    sizes = [fitted("站" * long, "", hours, scan).size for long in (4, 12, 24, 48, 80)]
    assert sizes[0] == 1 and sizes == sorted(sizes) and sizes[-1] <= len(SIZES_PT)
    assert fitted("站" * 12, f"{GIVEN} " * 6, hours, scan).size > sizes[1]
    many = ["周一 08:00-09:00、10:00-11:00；" * 12] * 2
    assert fitted("站" * 80, f"{GIVEN} " * 7, many, scan).hours == scan
    page = client_of("clerk").get(ADDRESS, {"q": "LH-001"}).content.decode()
    assert 'data-fit="1"' in page and "扫码查看" not in page
