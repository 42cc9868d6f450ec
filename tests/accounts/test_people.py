"""The look-up pages: exact, masked, opened with a reason; nobody outside one's areas; looks are told."""

import re

import pytest
from django.conf import settings
from django.test import Client

from nuanxin.kernel.access.people import enter_person, record_particular
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.parties.models import Look
from nuanxin.site.city import actor, read_city
from tests.people import client_of, client_over

PHONE, MASKED = "13812341234", "138****1234"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def resident(demo) -> int:
    clerk = By(actor(read_city(settings.NUANXIN["city"]), "clerk"))
    number = enter_person(clerk, "person", "张小三（示例）", 150802000000).result
    record_particular(clerk, number, "phone", PHONE)
    return number


def text(answer) -> str:
    return answer.content.decode()


def test_an_officer_finds_masked_and_opens_with_a_reason(resident):
    clerk = client_of("clerk", "en")
    page = text(clerk.post("/people/", {"field": "phone", "text": "138-1234-1234"}))
    assert MASKED in page and PHONE not in page and "张小三" not in page
    refused = clerk.post(f"/people/{resident}/open/", {"field": "phone", "reason": " "}, headers=HTMX)
    assert PHONE not in text(refused) and "Say in a few words" in text(refused)
    opened = clerk.post(
        f"/people/{resident}/open/", {"field": "phone", "reason": "called us back"}, headers=HTMX
    )
    assert PHONE in text(opened) and "<html" not in text(opened)
    whole = text(clerk.post(f"/people/{resident}/open/", {"field": "phone", "reason": "called us back"}))
    assert PHONE in whole and "<html" in whole, "the page works without scripts too"
    assert PHONE not in text(clerk.get(f"/people/{resident}/"))


def test_who_looked_is_answered(resident):
    clerk = client_of("clerk", "en")
    clerk.post(f"/people/{resident}/open/", {"field": "phone", "reason": "called us back"})
    page = text(clerk.get(f"/people/{resident}/looks/"))
    assert "called us back" in page and "田小满" in page and PHONE not in page
    assert Look.objects.filter(party=resident, field="phone").count() == 1


def test_outside_ones_areas_and_without_the_role_there_is_nobody(resident):
    for stranger in (client_over("1504", "clerk"), client_of("auditor"), client_of("audit"), Client()):
        found = stranger.post("/people/", {"field": "phone", "text": PHONE})
        assert MASKED not in text(found)
        for address in ("", "looks/"):
            assert stranger.get(f"/people/{resident}/{address}").status_code in (302, 403, 404)
        opened = stranger.post(f"/people/{resident}/open/", {"field": "phone", "reason": "just so"})
        assert opened.status_code in (302, 403, 404) and PHONE not in text(opened)
    assert not Look.objects.filter(party=resident).exists()


def test_a_particular_is_recorded_corrected_and_erased(resident):
    clerk = client_of("clerk", "en")
    clerk.post(f"/people/{resident}/record/", {"kind": "phone", "text": "13900005678"})
    assert "139****5678" in text(clerk.get(f"/people/{resident}/"))
    assert clerk.post(f"/people/{resident}/erase/", {"field": "phone", "reason": ""}).status_code == 422
    clerk.post(f"/people/{resident}/erase/", {"field": "phone", "reason": "asked for by the person"})
    assert "139****" not in text(clerk.get(f"/people/{resident}/"))
    assert Act.objects.latest("number").verb in ("parties.view_person", "parties.erase_particular")


def test_a_person_is_entered_for_ones_area(demo):
    clerk = client_of("clerk", "en")
    answer = clerk.post("/people/enter/", {"kind": "person", "name": "李四（示例）", "area": "150000000000"})
    assert answer.status_code == 302 and re.fullmatch(r"/people/\d+/", answer["Location"])


def test_the_notice_tells_every_declared_field_in_both_languages(db):
    for tongue, words in (
        ("zh-CN", ("电话", "公民身份号码", "36 个月", "30 日")),
        ("en", ("ID number", "36 months")),
    ):
        page = text(Client(headers={"accept-language": tongue}).get("/privacy/"))
        assert all(word in page for word in words if word != "30 日")


@pytest.mark.parametrize("address", ["/people/", "/people/{}/", "/people/{}/looks/"])
def test_a_page_asks_the_database_little(resident, address, django_assert_max_num_queries):
    clerk = client_of("clerk")
    clerk.get("/people/")
    with django_assert_max_num_queries(15):
        assert clerk.get(address.format(resident)).status_code == 200
