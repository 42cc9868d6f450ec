"""The pages: each answers in both languages, with few statements, and says what to do where it is empty."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nuanxin.kernel.access.models import Account
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.web.catalogues import compile_catalogues
from tests.people import client_of

MOST_STATEMENTS = 15
READING = "/bulletins/2024-05/figures/{}/"
STATIONS = READING.format("stations.open/1508/..2024-05-31")
PAGES = (
    "/",
    "/programmes/",
    "/programmes/capital_works/",
    "/programmes/sand_control/",
    "/bulletins/",
    "/suggestions/",
    "/suggestions/receipt/",
    "/bulletins/2024-05/",
    STATIONS,
    READING.format("grid.people_served/1508/2023-06-01_2024-05-31"),
    READING.format("port.export_weight_yoy/150781/2024Q1"),
    READING.format("sand.share_of_region/1504/..2024-05-31"),
    READING.format("works.investment/150622/2024"),
    "/figures/",
    "/figures/?q=驿站",
    "/figures/stations.open/",
    "/figures/stations.open/?area=15&period=..2024-05-31&offset=50",
    "/figures/sand.days_early/",
    "/ledger/heads/",
    "/ledger/heads/1.txt",
    "/ledger/checker.py",
)
READERS_PAGES = (
    "/me/",
    "/ledger/",
    "/ledger/?measure=201&area=1508&kind=0&before=4000",
    "/ledger/?record=201:3",
    "/ledger/entries/1/",
    "/ledger/acts/30/",
    "/sources/1/?row=5",
)
EMPTY_PAGES = ("/", "/programmes/", "/bulletins/", "/figures/", "/ledger/heads/")


@pytest.fixture(scope="module", autouse=True)
def words():
    compile_catalogues()


@pytest.fixture
def reader():
    return Client(headers={"accept-language": "zh-CN,zh;q=0.9"})


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_every_page_answers_with_few_statements(demo, language):
    heavy = {}
    stranger, leader = Client(headers={"accept-language": language}), client_of("leader", language)
    for client, pages in ((stranger, PAGES), (leader, (*PAGES, *READERS_PAGES))):
        client.get("/")  # what is held in memory is read once
        for page in pages:
            with CaptureQueriesContext(connection) as statements:
                answer = client.get(page)
            assert answer.status_code == 200, page
            if len(statements) > MOST_STATEMENTS:
                heavy[page] = len(statements)
    assert not heavy


@pytest.mark.django_db
@pytest.mark.parametrize("page", EMPTY_PAGES)
def test_an_empty_house_says_how_to_begin(reader, page):
    answer = reader.get(page)
    assert answer.status_code == 200


@pytest.mark.django_db
def test_the_empty_home_names_the_first_command(reader):
    page = reader.get("/").content.decode()
    assert "nuanxin import" in page and "make demo" in page


def test_an_english_page_holds_no_chinese_of_ours(demo):
    page = Client(headers={"accept-language": "en"}).get("/ledger/heads/").content.decode()
    page = re.sub(r"暖<i>新</i>|中文", "", page)
    assert not re.search(r"[\u4e00-\u9fff]", page)


def test_a_figure_in_the_text_is_a_plain_link_to_its_page(demo, reader):
    page = reader.get("/bulletins/2024-05/").content.decode()
    links = re.findall(r'<a class="fig[^"]*" href="([^"]+)"', page)
    assert len(links) >= 40
    assert reader.get(links[0]).content.decode().count("<main") == 1


def test_htmx_gets_the_sheet_alone(demo, reader):
    page = reader.get(STATIONS, headers={"hx-request": "true"}).content.decode()
    assert "<main" not in page and "182" in page and 'class="close"' in page


def test_the_failed_check_is_printed_with_who_explained_it(demo, reader):
    page = reader.get("/bulletins/2024-05/").content.decode()
    assert "未通过核对" in page and "327万元" in page and "项目办负责人" in page


def test_a_row_opens_to_its_sheet_line_for_who_works_there(demo, reader):
    assert not re.search(r'href="/sources/', reader.get(STATIONS).content.decode())
    reader = client_of("bayannur")
    page = reader.get(STATIONS).content.decode()
    line = re.search(r'href="(/sources/\d+/\?row=\d+)"', page)[1]
    assert 'aria-current="true"' in reader.get(line).content.decode()


def test_a_row_behind_a_published_figure_is_proved_to_anybody(demo, reader):
    rows = re.findall(r'href="([^"]+/entries/\d+/)"', reader.get(STATIONS).content.decode())
    page = reader.get(rows[0]).content.decode()
    assert "证明成立" in page and "/ledger/acts/" not in page
    beside = re.sub(r"\d+/$", "1/", rows[0])
    assert reader.get(beside).status_code == 404  # a row of something else


def test_names_of_persons_stay_off_the_sheet_line(demo):
    reader = client_of("leader")
    entry = Entry.objects.filter(record_kind=1001).select_related("act__source").first()
    page = reader.get(f"/sources/{entry.act.source_id}/?row={entry.row}").content.decode()
    assert "体检人" in page and "不显示" in page
    assert not re.search(r"<td>[^<]*（示例）[^<]*员", page)


def test_an_entry_shows_a_proof_that_holds(demo):
    reader = client_of("leader")
    page = reader.get("/ledger/entries/4711/").content.decode()
    assert "证明成立" in page and "NX1|4711|" in page


def test_unsealed_entries_say_so(demo, reader):
    last = Entry.objects.order_by("-seq").first()
    sealed = Bulletin.objects.get().as_of_seq
    assert last.seq == sealed
    assert Act.objects.order_by("-number").first().verb == "bulletins.publish"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page",
    [
        "/nothing/",
        "/figures/no.such/",
        "/bulletins/1999-01/",
        "/programmes/none/",
        "/ledger/heads/9.txt",
    ],
)
def test_what_is_not_there_is_not_found_and_says_what_to_do(reader, page):
    answer = reader.get(page)
    assert answer.status_code == 404 and "可以从这里开始" in answer.content.decode()


def test_a_figure_asked_wrongly_is_not_found(demo, reader):
    reader.force_login(Account.objects.get(username="leader"))
    assert reader.get("/figures/stations.open/?area=xx").status_code == 404
    assert reader.get("/figures/stations.open/?period=soon").status_code == 404
    assert reader.get(READING.format("stations.open/1508/2019")).status_code == 404


@pytest.mark.django_db
def test_the_language_follows_the_browser_and_a_click(reader):
    assert 'lang="zh-Hans"' in Client(headers={"accept-language": "fr"}).get("/").content.decode()
    assert '<html lang="en"' in Client(headers={"accept-language": "en-US"}).get("/").content.decode()
    reader.post(reverse("choose_language"), {"language": "en", "next": "/figures/?q=a"})
    assert '<html lang="en"' in reader.get("/").content.decode()


@pytest.mark.django_db
def test_large_type_is_remembered_and_leads_nowhere_else(reader):
    answer = reader.post(reverse("choose_type"), {"large": "1", "next": "/figures/"})
    assert answer.url == "/figures/"
    assert 'data-size="large"' in reader.get("/").content.decode()
    away = reader.post(reverse("choose_type"), {"large": "0", "next": "//elsewhere.example/"})
    assert away.url == "/"
    assert "data-size" not in reader.get("/").content.decode()


@pytest.mark.django_db
def test_a_broken_page_answers_without_the_database(reader, monkeypatch):
    monkeypatch.setattr("nuanxin.web.views.home.holding", lambda: 1 / 0)
    reader.raise_request_exception = False
    answer = reader.get("/")
    assert answer.status_code == 500 and "nuanxin verify" in answer.content.decode()
