"""The explorer as a reader uses it: what one sees, may not see, links to, opens and takes along."""

import csv
import html
import io
import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from nuanxin.kernel.access.models import Account
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.figures.answers import drill
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.ledger.acts import Actor, By, action
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.models import NORMAL, Entry, JournalEvent
from nuanxin.kernel.ledger.posting import Posting
from nuanxin.kernel.ledger.store import Line
from nuanxin.web.explore.tests.conftest import signed_in
from nuanxin.web.figure_list import asked_figure

STATIONS = "/explore/?figure=stations.open&area=1508&period=..2024-05-31&by=county"
VIEWS = [
    "/explore/",
    STATIONS,
    f"{STATIONS}&show=map",
    f"{STATIONS}&show=chart",
    "/explore/?figure=grid.activities&area=1508&period=2024&step=month&against=year_before&show=chart",
    "/explore/?figure=grid.volunteers&figure=stations.open&by=town&step=quarter&period=2024",
    "/explore/?figure=grid.activities&period=2024&by=kind",
    "/explore/?figure=grid.activities&period=2024&against=earlier_years&years=2",
    "/explore/?figure=grid.activities&period=2024&against=area&other=150802",
    "/explore/?figure=stations.open&by=county&mapped=1&as_of=9000",
]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def cells(text: str) -> dict[str, list[str]]:
    """Return the table of a page: name of each line, and its cells."""
    rows = re.findall(r'<tr class="(?:part|apart|whole)">(.*?)</tr>', text, re.DOTALL)
    plain = [[re.sub(r"<[^>]+>", "", html.unescape(each)).strip() for each in _cells(row)] for row in rows]
    return {name: values for name, *values in plain}


def _cells(row: str) -> list[str]:
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)


def links(text: str) -> list[str]:
    """Return where the cells of a page's table open."""
    return [html.unescape(each) for each in re.findall(r'<td class="num"><a href="([^"]+)"', text)]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_view_answers_with_few_statements(demo, language):
    client = signed_in("bayannur", language)
    client.get(STATIONS)
    for address in VIEWS:
        with CaptureQueriesContext(connection) as statements:
            text = page(client, address)
        assert len(statements) <= 15, address
        assert "<h1>" in text


def test_a_table_shows_counties_and_their_whole(bayannur):
    told = cells(page(bayannur, STATIONS))
    assert told["Linhe District"] == ["78"] and told["Bayannur, whole"] == ["182"]
    parts = [Decimal(value[0]) for name, value in told.items() if name != "Bayannur, whole"]
    assert len(parts) == 7 and sum(parts) == 182


def test_a_cell_opens_to_rows_that_sum_to_it(bayannur):
    text = page(bayannur, f"{STATIONS}&step=quarter".replace("..2024-05-31", "2024"))
    values = [value for told in cells(text).values() for value in told]
    addresses = links(text)
    assert len(addresses) == len(values) == 8 * 4
    for value, address in list(zip(values, addresses, strict=True))[::5]:
        query = dict(each.split("=") for each in address.partition("?")[2].split("&"))
        found = drill(asked_figure("stations.open", query, full("1508")), limit=None)
        assert sum(entry.quantity for entry in found.entries) == Decimal(value)
        assert f"of {found.total_rows}" in page(bayannur, address) or not found.total_rows


def test_another_area_is_refused_by_name(bayannur):
    for address in (
        "/explore/?figure=stations.open&area=1504",
        "/explore/?figure=stations.open&area=赤峰市",
        "/explore/?figure=stations.open&area=15",
        "/explore/?figure=stations.open&against=area&other=1504",
        "/explore/table.csv?figure=stations.open&area=1504",
        "/explore/picture.svg?figure=stations.open&area=1504&show=map",
        "/figures/stations.open/?area=1504&period=2024",
    ):
        answer = bayannur.get(address)
        assert answer.status_code == 403, address
        assert re.search(r"Chifeng|Inner Mongolia", answer.content.decode()), address


def test_suggestions_stay_inside_ones_own(bayannur, leader):
    assert "150802" in page(bayannur, "/explore/areas/?q=临河")
    assert "1504" not in page(bayannur, "/explore/areas/?q=赤峰")
    assert "1504" in page(leader, "/explore/areas/?q=Chif")


def test_strangers_are_sent_to_the_door(demo):
    for address in (*VIEWS, "/explore/table.xlsx?figure=stations.open", "/explore/areas/?q=a"):
        answer = Client().get(address)
        assert answer.status_code == 302 and "/account/login/" in answer.url, address


@action("explore.trial", zh="试记", en="post a line")
def post(act, lines):
    act.post(lines)


def test_a_fixed_link_shows_the_same_after_more_is_recorded(bayannur):
    now = page(bayannur, STATIONS)
    fixed = html.unescape(re.search(r'href="([^"]+as_of=\d+)"[^>]*class="copy"|href="([^"]+)" title', now)[2])
    before = cells(page(bayannur, fixed))
    posting = Posting(
        measure=_stations_measure(), area=150802000000, on=20240501, quantity=5, subject=None,
        counterpart=None, site=None,
    )  # fmt: skip
    post(By(Actor(1, "clerk")), [Line(NORMAL, posting, None, None, 9999, 1, None)])
    assert cells(page(bayannur, STATIONS))["Bayannur, whole"] == ["187"]
    assert cells(page(bayannur, fixed)) == before
    cell = links(page(bayannur, fixed))[0]
    assert "78" in page(bayannur, cell) and "as_of=" in cell


def _stations_measure() -> int:
    return measure(figure("stations.open").measures[0]).number


def test_an_address_says_the_whole_question(bayannur):
    text = page(
        bayannur,
        "/explore/?figure=grid.activities&area=临河&period=span&from=2024-01-01&to=2024-05-31&step=month"
        "&against=before&show=chart",
    )
    assert "Linhe District, by month, 1 January 2024 to 31 May 2024, against the period before" in text
    said = html.unescape(re.search(r"table\.csv\?([^\"]+)", text)[1])
    expected = (
        "figure=grid.activities&area=150802&period=2024-01-01/2024-05-31&step=month&against=before&show=chart"
    )
    assert said == expected
    assert cells(page(bayannur, f"/explore/?{said}")) == cells(text)


def test_what_cannot_be_read_is_said(bayannur):
    text = page(bayannur, "/explore/?figure=stations.open&figure=no.such&period=soon&area=neverland")
    for said in ("No figure is called no.such", "The period could not be read", "neverland"):
        assert said in text
    assert "period=..2024-05-31" in html.unescape(text)


def test_htmx_swaps_the_answer_and_writes_the_address(bayannur):
    answer = bayannur.get(STATIONS, headers={"hx-request": "true"})
    assert "<html" not in answer.content.decode() and 'id="question"' in answer.content.decode()
    assert answer["HX-Push-Url"] == STATIONS
    back = bayannur.get(STATIONS, headers={"hx-request": "true", "hx-history-restore-request": "true"})
    assert "<html" in back.content.decode()


EXPORTED = "figure=stations.open&figure=grid.activities&area=1508&period=2024&by=county&against=year_before"


def test_exports_say_what_the_page_says(bayannur):
    told = cells(page(bayannur, f"/explore/?{EXPORTED}"))
    lines = list(
        csv.reader(io.StringIO(bayannur.get(f"/explore/table.csv?{EXPORTED}").content.decode("utf-8-sig")))
    )
    answered = bayannur.get(f"/explore/table.xlsx?{EXPORTED}").content
    book = load_workbook(io.BytesIO(answered), data_only=True)
    sheet = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=4)]
    tree = json.loads(bayannur.get(f"/explore/table.json?{EXPORTED}").content)
    for number, (name, values) in enumerate(told.items()):
        exact = [value.replace(",", "") for value in values]
        assert lines[number + 1] == [
            name,
            *("" if v == "—" and at % 3 < 2 else v for at, v in enumerate(exact)),
        ]
        assert sheet[number][0] == name
        assert [Decimal(str(sheet[number][at])) for at in (1, 4)] == [Decimal(exact[at]) for at in (0, 3)]
        assert [cell["value"] for cell in tree["lines"][number]["cells"]] == [exact[0], exact[3]]


def test_exports_carry_their_title_area_period_entry_and_link(bayannur):
    last = Entry.objects.order_by("-seq").first().seq
    sheet = bayannur.get(f"/explore/table.csv?{EXPORTED}").content
    assert sheet.startswith(b"\xef\xbb\xbf")
    tree = json.loads(bayannur.get(f"/explore/table.json?{EXPORTED}").content)
    book = load_workbook(io.BytesIO(bayannur.get(f"/explore/table.xlsx?{EXPORTED}").content))
    written = "\n".join(str(cell.value) for each in book for row in each.iter_rows() for cell in row)
    link = f"http://testserver/explore/?{EXPORTED}&as_of={last}"
    assert tree["link"] == link and tree["as_of"] == last and tree["area"] == "1508"
    for text in (sheet.decode(), written):
        for said in ("Bayannur 1508", str(last), link, tree["title"], "open and not withdrawn"):
            assert said in text


def test_an_export_is_an_event_of_the_journal(bayannur):
    party = Account.objects.get(username="bayannur").party_id
    bayannur.get(f"/explore/table.csv?{EXPORTED}")
    event = JournalEvent.objects.order_by("-number").first()
    assert (event.verb, event.actor, event.area) == ("figures.exported", party, 150800000000)


def test_pictures_are_whole_files(bayannur):
    for address in (f"{STATIONS}&show=map", VIEWS[4]):
        answer = bayannur.get(address.replace("/explore/", "/explore/picture.svg"))
        text = answer.content.decode()
        assert answer["Content-Type"] == "image/svg+xml" and "attachment" in answer["Content-Disposition"]
        assert text.lstrip().startswith("<svg") and "class=" in text and "style=" not in text
    assert (
        "GS(2024)0650"
        in bayannur.get(f"{STATIONS}&show=map".replace("/explore/", "/explore/picture.svg")).content.decode()
    )


def test_distinct_parts_are_said_not_to_add(bayannur):
    text = page(bayannur, "/explore/?figure=grid.volunteers&period=2024&step=quarter")
    assert "the parts do not add up to it" in text
    assert "the parts do not add up to it" not in page(bayannur, STATIONS)


def test_small_numbers_of_persons_are_withheld_for_the_public(leader, monkeypatch):
    table = "/explore/?figure=alliance.persons_helped&area=150826&period=..2024-05-31&by=town"
    true = {name: Decimal(value.replace(",", "")) for name, (value,) in cells(page(leader, table)).items()}
    least = min(true, key=lambda name: true[name])
    monkeypatch.setattr("nuanxin.web.explore.publishing.smallest_cell", lambda: int(true[least]) + 1)
    told = page(leader, f"{table}&public=1")
    assert cells(told)[least] == ["—"]
    assert sum(value == ["—"] for value in cells(told).values()) >= 2 and "numbers are withheld" in told


def test_outlines_hold_only_the_area_asked_and_are_kept(demo):
    answer = Client().get("/explore/counties.json?area=1508", headers={"accept-encoding": "identity"})
    features = json.loads(answer.content)["features"]
    assert {each["id"][:4] for each in features} == {"1508"} and len(features) == 7
    assert "GS(2024)0650号" in answer.content.decode()
    packed = Client().get("/explore/counties.json?area=15", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip" and len(packed.content) < 120_000
    again = Client().get("/explore/counties.json?area=1508", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304 and not again.content
    assert Client().get("/explore/counties.json?area=x").status_code == 400


def test_no_page_names_another_host_without_a_key(bayannur, settings):
    address = f"{STATIONS}&show=map"
    answer = bayannur.get(address)
    assert "tianditu.gov.cn" not in answer.content.decode() + answer["Content-Security-Policy"]
    settings.NUANXIN_TIANDITU = "k" * 32
    assert "https://t{s}.tianditu.gov.cn" in bayannur.get(address).content.decode()


def test_strangers_see_meaning_and_printings_only(demo):
    text = page(Client(headers={"accept-language": "en"}), "/figures/stations.open/?area=1508&period=2024")
    assert "open and not withdrawn" in text and "182" in text
    assert "/bulletins/2024-05/figures/stations.open/1508/" in text
    assert "/ledger/entries/" not in text and "Rows" not in text
    listed = page(Client(headers={"accept-language": "en"}), "/figures/")
    assert "182" in listed and "?area=" not in listed


def test_readers_see_their_own_area_in_the_list(bayannur):
    listed = page(bayannur, "/figures/")
    assert "area=1508&amp;period=..2024-05-31" in listed and "area=15&amp;" not in listed


@pytest.mark.parametrize("username", ["security", "system", "audit"])
def test_administrators_see_what_strangers_see(demo, username):
    client = signed_in(username)
    assert client.get(STATIONS).status_code == 403
    assert "/ledger/entries/" not in page(client, "/figures/stations.open/?area=1508")
