"""The self-check list of 等保 2.0: seen in the running system, on the page, as a workbook, as a command."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.utils import translation
from openpyxl import load_workbook

from nuanxin.kernel.access.models import Account, Grant
from nuanxin.kernel.parties.models import Party
from nuanxin.site.selfcheck import ITEMS, Verdict, evaluated
from nuanxin.site.selfcheck.pages import workbook


def verdict(word, level=3):
    return next(each for each in evaluated(level) if each.item.words.en == word)


@pytest.fixture(autouse=True)
def english_words():
    with translation.override("en"):
        yield


def test_a_level_has_its_items_and_those_below(people):
    two, three = list(evaluated(2)), list(evaluated(3))
    assert len(two) == sum(item.level == 2 for item in ITEMS) and len(three) == len(ITEMS)
    assert all(each.evidence for each in three)
    assert all(each.remedy for each in three if each.verdict is not Verdict.MET)


def test_what_is_seen_follows_the_system(people, settings):
    assert verdict("no default accounts").verdict is Verdict.NOT_MET
    assert verdict("encrypted transport").verdict is Verdict.NOT_MET
    assert verdict("three administrators apart").verdict is Verdict.MET
    assert verdict("two factors, one cryptographic").verdict is Verdict.NOT_MET
    settings.HTTPS, settings.NUANXIN_IDLE_MINUTES = True, 45
    Party.objects.update(demonstration=False)
    for name in ("security", "system", "audit"):
        Authenticator.objects.create(user=people[name], type="totp", data={})
    assert verdict("no default accounts").verdict is Verdict.MET
    assert verdict("encrypted transport").verdict is Verdict.MET
    assert verdict("two factors, one cryptographic").verdict is Verdict.MET
    assert verdict("idle sessions").verdict is Verdict.NOT_MET
    Grant.objects.filter(role="audit").delete()
    assert "audit" in verdict("three administrators apart").evidence
    assert verdict("three administrators apart").verdict is Verdict.NOT_MET
    assert Account.objects.exists() and verdict("rooms and power").verdict is Verdict.OFFICE


def test_the_page_and_the_workbook_say_the_same(as_):
    client = as_("system")
    page = client.get("/operation/?level=3")
    sheet = load_workbook(io.BytesIO(client.get("/operation/selfcheck.xlsx?level=3").content)).worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=3, values_only=True) if isinstance(row[0], int)]
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert [(row[2], row[4]) for row in rows] == [(words, word) for _, words, word in page.context["rows"]]
    assert "Level" in next(sheet.iter_rows(min_row=2, max_row=2, values_only=True))
    assert "What the doctor says" in page.content.decode()
    assert as_("security").get("/operation/").status_code == 403
    assert as_("audit").get("/operation/selfcheck.xlsx").status_code == 403


def test_in_chinese_too(people):
    with translation.override("zh-hans"):
        sheet = load_workbook(io.BytesIO(workbook(2))).worksheets[0]
    assert sheet["C3"].value == "身份唯一" and sheet["E3"].value == "符合"
