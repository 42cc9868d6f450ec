"""The burden as people read it: at home, in a bulletin, on a form; counts checked with the cells."""

import io
import re
from dataclasses import replace
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.bulletins.burdens import burden_of
from nuanxin.kernel.bulletins.documents.keeping import document
from nuanxin.kernel.bulletins.forms.actions import bind_cells, unbind_cells
from nuanxin.kernel.bulletins.forms.binding import bindings_of
from nuanxin.kernel.bulletins.forms.filling import fill
from nuanxin.kernel.bulletins.forms.models import Form
from nuanxin.kernel.bulletins.frozen import frozen_digest
from nuanxin.kernel.bulletins.models import Bulletin, BulletinBurden
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.figures.answers import Ask
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.acts import By
from nuanxin.plain.periods import Period
from nuanxin.site.city import actor, read_city
from nuanxin.web.today.burden import periods_ending, typed_here
from tests.people import account_of, client_of, client_over

MAY = Period.parse("2024-05")
JUNGAR = "150622"
VISITS = Ask("tourism.daily_visitors", full(JUNGAR), MAY)


@pytest.fixture
def city(demo, settings):
    return read_city(settings.NUANXIN["city"])


def diary(city):
    """Return the visitors' diary of the viewing platform in Jungar for 2024."""
    return next(path for path in city.sheets if "接待日志" in path.name and "2024" in path.name)


def cells_of(path, part):
    """Count the filled cells of the days the platform was open: day, county, site, open, visits, groups."""
    rows = load_workbook(path)[part].iter_rows(min_row=5, values_only=True)
    open_days = [row for row in rows if row[4] == "是"]
    return sum(cell is not None for row in open_days for cell in row[1:7])


def test_home_sums_what_was_typed_in_ones_area(city):
    """May is the diary's 29 open days of six cells, and a total announced by a row of four read cells."""
    assert (cells_of(diary(city), "5月"), cells_of(diary(city), "4月")) == (174, 168)
    page = client_over(JUNGAR, language="en").get("/").content.decode()
    assert "<b>178</b> fields were typed (places: 2), in the month before 230 (places: 2)" in page
    assert "How this is counted" in page
    assert "No form or bulletin of your areas was filled from them yet." in page
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(account_of(f"reader-{JUNGAR}"))
    assert "本地区共填报 <b>178</b> 项（2 处），上月 230 项（2 处）。" in client.get("/").content.decode()
    nowhere = client_over("150621", language="en").get("/").content.decode()
    assert "fields were typed" not in nowhere


def test_home_tells_what_was_filled_from_it_in_two_statements(city):
    fill(actor(city, "clerk"), "warm-service", "2024-05")
    page = client_of("leader", "en").get("/").content.decode()
    assert "with no number typed again: forms 1, bulletins 1." in page
    leader, latest = account_of("leader").actor, Bulletin.objects.get()
    with CaptureQueriesContext(connection) as asked:
        found = typed_here(leader, latest)
    assert len(asked) == 2
    assert (found.month, found.forms, found.bulletins) == (MAY, 1, 1)


def test_a_month_ends_the_periods_forms_are_filled_for():
    assert periods_ending(MAY.last) == ["2024-05", "..2024-05-31"]
    december = periods_ending(Period.parse("2024").last)
    assert december == ["2024-12", "..2024-12-31", "2024Q4", "2024"]


def test_a_bulletin_counts_its_month_whatever_spans_its_figures_have(city):
    issue = Bulletin.objects.get()
    year = Ask(VISITS.figure, VISITS.area, Period.parse("2024-01-01/2024-05-31"))
    found = burden_of(issue, [VISITS, year], own=0)
    assert (found.fields, found.places, found.fields_before, found.places_before) == (174, 1, 168, 1)


def test_what_a_bulletin_cost_is_frozen_with_it(city, tmp_path):
    kept, address = BulletinBurden.objects.get(), reverse("bulletin", args=["2024-05"])
    says = f"This issue: {kept.fields:,} fields typed for its figures in its month (places: {kept.places})"
    assert kept.fields > kept.fields_before > 0
    page = Client(headers={"accept-language": "en"}).get(address).content.decode()
    assert f"{says}, {kept.fields_before:,} the month before; 0 typed for the bulletin itself." in page
    book = load_workbook(diary(city))
    book["5月"]["F5"] = 499
    book.save(tmp_path / "改.xlsx")
    assert take(actor(city, "clerk"), tmp_path / "改.xlsx")
    assert client_over(JUNGAR, language="en").get("/").content.decode().count("<b>179</b> fields") == 1
    assert says in client_of("leader", "en").get(address).content.decode()
    assert not verify_bulletins()
    BulletinBurden.objects.update(fields=1)
    assert [each.place for each in verify_bulletins()] == ["bulletin 2024-05"]


def test_a_bulletin_of_before_says_nothing_and_its_digest_stands(city):
    issue = Bulletin.objects.get()
    with_it = frozen_digest(issue)
    BulletinBurden.objects.all().delete()
    assert frozen_digest(issue) != with_it
    page = Client(headers={"accept-language": "en"}).get(reverse("bulletin", args=["2024-05"]))
    assert page.status_code == 200 and "This issue:" not in page.content.decode()


def test_the_official_document_does_not_tell_it(city):
    kept = BulletinBurden.objects.get()
    made = document(Bulletin.objects.get(), "docx", "official", "zh").content
    text = re.sub("<[^>]+>", "", ZipFile(io.BytesIO(made)).read("word/document.xml").decode())
    assert f"{kept.fields:,}" not in text and str(kept.fields) not in text and "填报" not in text


def test_a_form_tells_what_it_still_asks_and_what_its_figures_cost(city):
    """With the visitors alone bound: nothing to type into it, the diary's cells typed elsewhere, once."""
    clerk, form = actor(city, "clerk"), Form.objects.get(name="warm-service")
    page = client_of("clerk", "en").get("/forms/warm-service/").content.decode()
    assert "typed fields" not in page and "Fields to type into it" not in page  # nobody filled it yet
    fill(clerk, form.name, "2024-05")
    page = client_of("clerk", "en").get("/forms/warm-service/").content.decode()
    assert "For May 2024 this form costs 0 typed fields." in page
    copy = client_of("clerk", "en").get("/forms/warm-service/filled/1/").content.decode()
    assert "For May 2024 this form costs 0 typed fields." in copy
    first, *others = bindings_of(form.newest.bindings)
    first = next(each for each in (first, *others) if each.figure)
    unbind_cells(By(clerk), form.name, [each.place for each in others if each.place != first.place])
    about = replace(first, figure=VISITS.figure, area=JUNGAR, span="form", unit="人次", percent=False)
    assert "cost 174 fields typed in 1 place elsewhere (168 the span before)" in told(clerk, form, about)
    assert "1 cell of this form stayed blank" in told(clerk, form, replace(about, area="150621"))


def told(clerk, form, bound):
    """Bind a cell, fill the form for May and return its page."""
    bind_cells(By(clerk), form.name, [bound])
    fill(clerk, form.name, "2024-05")
    return client_of("clerk", "en").get(f"/forms/{form.name}/").content.decode()
