"""The finder as a passer-by meets it: who is open, what is near, nothing kept, nothing asked."""

import json
import logging
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qs, urlparse

import pytest
import time_machine
from django.test import Client

from nuanxin.kernel.places.finding import Book, Spot, standing_in
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.plain.coordinates import Point, wgs84_to_gcj02
from nuanxin.web.nearby.books import book_of
from nuanxin.web.nearby.ways import map_apps
from tests.people import client_of

pytestmark = pytest.mark.usefixtures("demo")
NOON = datetime(2026, 11, 26, 12, tzinfo=HERE)
LINHE = {"longitude": 107.394, "latitude": 40.751}


@pytest.fixture
def passer_by():
    with time_machine.travel(NOON, tick=False):
        yield Client(headers={"accept-language": "zh-CN"})


def test_the_open_ones_stand_first_and_say_until_when(passer_by):
    page = passer_by.get("/near/stations/").content.decode()
    assert page.count('class="spot"') == 185
    with time_machine.travel(NOON.replace(hour=18, minute=30), tick=False):
        evening = passer_by.get("/near/stations/").content.decode()
    assert evening.index(">正在开放<") < evening.index(">已关门<")
    assert "至 20:00" in page


def test_only_stations_in_use_that_day_are_found():
    """As many as the bulletin counts: opened by then, not yet withdrawn."""
    for day, count in ((datetime(2024, 5, 31, 12), 182), (datetime(2024, 6, 3, 12), 185)):
        with time_machine.travel(day.replace(tzinfo=HERE), tick=False):
            assert len(Client().get("/near/stations/places.json").json()["places"]) == count


def test_words_and_open_now_narrow_the_list(passer_by):
    some = passer_by.get("/near/stations/", {"q": "LH-00"}).content.decode()
    assert 0 < some.count('class="spot"') < 12
    none = passer_by.get("/near/stations/", {"q": "没有这条街"}).content.decode()
    assert "看全部" in none
    with time_machine.travel(NOON.replace(hour=3), tick=False):
        night = passer_by.get("/near/stations/", {"open": "1"}).content.decode()
    assert 0 < night.count('class="spot"') < 60
    assert ">已关门<" not in night


def test_open_day_and_night_and_what_is_there_narrow_the_list(passer_by):
    places = passer_by.get("/near/stations/places.json").json()["places"]
    always = {each["name"] for each in places if each["opening_hours"] == "24/7"}
    assert 0 < len(always) < len(places)
    page = passer_by.get("/near/stations/", {"always": "1"}).content.decode()
    assert page.count('class="spot"') == len(always)
    charging = [each for each in places if "charging" in each["has"]]
    page = passer_by.get("/near/stations/", {"has": "charging"}).content.decode()
    assert page.count('class="spot"') == len(charging) < len(places)
    asked = {**LINHE, "always": True, "has": "charging"}
    near = passer_by.post("/near/stations/from/", json.dumps(asked), content_type="application/json").json()
    assert near["places"]
    assert all(each["name"] in always and "charging" in each["has"] for each in near["places"])


def test_the_nearest_to_a_point_are_found_and_the_point_is_in_no_log(passer_by, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = passer_by.post("/near/stations/from/", json.dumps(LINHE), content_type="application/json")
    places = answer.json()["places"]
    assert answer.json()["as_of"].startswith("2026-11-26T") and answer.json()["license"]["url"]
    fars = [each["metres"] for each in places]
    assert fars == sorted(fars) and len(fars) == 20
    assert answer["Cache-Control"] == "no-store"
    assert "107.39" not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"longitude": true, "latitude": 40}',
        '{"longitude": 40}',
        '{"longitude": 400, "latitude": 1}',
        "{",
    ],
)
def test_a_point_that_is_none_is_refused_with_the_remedy(passer_by, body):
    answer = passer_by.post("/near/stations/from/", body, content_type="application/json")
    assert answer.status_code == 400 and "经度" in answer.json()["said"]


def test_one_place_says_how_to_get_there_with_shifted_points(passer_by):
    place = passer_by.get("/near/stations/places.json").json()["places"][0]
    page = passer_by.get(place["url"]).content.decode()
    assert place["name"] in page
    amap = page.split("uri.amap.com/marker?position=")[1].split("&")[0]
    shift = abs(float(amap.split("%2C")[0]) - place["longitude"])
    assert 0.001 < shift < 0.02
    for way in (
        "navigation?mode=walk&",
        "navigation?mode=ride&",
        "routeplan?type=walk&",
        "routeplan?type=bike&",
    ):
        assert way in page.replace("&amp;", "&")
    facts = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert facts["geo"]["longitude"] == place["longitude"]
    assert passer_by.get("/near/stations/LH-999/").status_code == 404


def test_feeds_are_whole_and_plain(passer_by):
    places = passer_by.get("/near/stations/places.json").json()["places"]
    features = passer_by.get("/near/stations/places.geojson").json()["features"]
    assert len(places) == len(features) == 185
    assert {tuple(each["geometry"]["coordinates"]) for each in features} == {
        (each["longitude"], each["latitude"]) for each in places
    }


def test_pages_cost_a_statement_or_two_and_set_no_cookie(passer_by, django_assert_max_num_queries):
    passer_by.get("/near/stations/")
    with django_assert_max_num_queries(4):
        answer = passer_by.get("/near/stations/")
    assert not answer.cookies
    assert answer["Cache-Control"] == "public, max-age=60"


def test_a_page_made_for_somebody_signed_in_is_not_kept_by_caches(passer_by):
    assert "private" in client_of("clerk").get("/near/stations/")["Cache-Control"]


def test_strangers_are_led_to_the_finder_from_home_and_from_its_programme(passer_by):
    for page in ("/", "/programmes/stations/"):
        shown = passer_by.get(page).content.decode()
        assert (
            'href="/near/"' in shown
            and '<a class="button" href="/near/stations/">附近的暖心驿站</a>' in shown
        )
    assert "附近的暖心驿站" not in passer_by.get("/programmes/grid/").content.decode()


def test_a_place_is_found_by_what_people_call_its_area(passer_by):
    def found(words):
        return passer_by.get("/near/stations/", {"q": words}).content.decode().count('class="spot"')

    assert found("临河") == found("临河区") == found("Linhe") == found("ｌｉｎｈｅ") > 0
    assert found("巴彦淖尔") >= found("临河")
    assert found("ＬＨ－００１") == found("lh-001") == 1
    assert passer_by.get("/near/stations/lh-001/").status_code == 200


def test_the_nearest_keep_to_the_search_and_come_as_whole_cards_open_ones_first(passer_by):
    def near(hour, **asked):
        with time_machine.travel(NOON.replace(hour=hour), tick=False):
            return passer_by.post(
                "/near/stations/from/",
                json.dumps({**LINHE, **asked}),
                content_type="application/json",
                headers={"accept": "text/html"},
            ).content.decode()

    some = near(12, q="LH-00")
    assert 0 < some.count('class="spot"') == some.count('data-key="LH-00') < 12
    assert "至 " in some and 'class="has"' in some and "data-metres=" in some
    night = near(3, q="LH-0")
    assert night.index("正在开放") < night.index("已关门")
    assert night.rindex('class="tag ok"') < night.index('class="tag shut"')
    assert "已关门" not in near(3, q="LH-0", open=True)


def test_a_year_whose_holidays_nobody_knows_is_said_to_be_so(passer_by):
    assert "节假日安排还没有全部公布" not in passer_by.get("/near/stations/LH-001/").content.decode()
    with time_machine.travel(datetime(2031, 1, 1, 12, tzinfo=HERE), tick=False):
        for page in ("/near/stations/", "/near/stations/LH-001/"):
            assert "2031 年的节假日安排还没有全部公布" in passer_by.get(page).content.decode()


def test_feeds_may_be_read_from_elsewhere_and_say_as_of_when(passer_by):
    answer = passer_by.get("/near/stations/places.json")
    assert answer["Access-Control-Allow-Origin"] == "*" and answer.json()["as_of"].startswith("2026-11-26T")
    place = answer.json()["places"][0]
    assert place["url"].startswith("http://testserver/near/") and "metres" not in place
    page = passer_by.get(place["url"]).content.decode()
    facts = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert facts["address"]["@type"] == "PostalAddress" and facts["address"]["addressLocality"]


def data_about(page):
    """Return the facts a page gives to search engines."""
    text = page.content.decode().split('<script type="application/ld+json">')[1]
    return json.loads(text.split("</script>")[0])


def test_feeds_and_pages_say_whose_the_data_are_as_of_when_and_under_which_licence(passer_by):
    apache = "https://www.apache.org/licenses/LICENSE-2.0"
    for form in ("json", "geojson"):
        feed = passer_by.get(f"/near/stations/places.{form}").json()
        assert feed["source"] == {"zh": "暖新示例", "en": "Nuanxin demonstration"}
        assert feed["license"]["url"] == apache and "Apache" in feed["license"]["en"]
    page = passer_by.get("/near/stations/")
    assert f'href="{apache}"' in page.content.decode() and "数据来源: 暖新示例" in page.content.decode()
    for facts in (data_about(page), data_about(passer_by.get("/near/stations/LH-001/"))["subjectOf"]):
        assert (facts["@type"], facts["license"], facts["creator"]["name"]) == ("Dataset", apache, "暖新示例")
        assert facts["dateModified"].startswith("2026-11-26T")
        assert [each["contentUrl"][-8:] for each in facts["distribution"]] == ["ces.json", ".geojson"]


def test_a_licence_nobody_stated_is_not_made_up_but_said_to_be_unstated(passer_by, settings, tmp_path):
    given = (settings.NUANXIN["city"] / "settings.toml").read_text(encoding="utf-8")
    bare = "\n".join(line for line in given.splitlines() if not line.startswith(("[open_data]", "licence")))
    (tmp_path / "settings.toml").write_text(bare, encoding="utf-8")
    settings.NUANXIN = {**settings.NUANXIN, "city": tmp_path}
    feed = passer_by.get("/near/stations/places.json").json()
    assert feed["license"]["url"] is None and feed["license"]["zh"].startswith("未声明")
    page = passer_by.get("/near/stations/")
    assert "使用许可: 未声明" in page.content.decode()
    assert "license" not in data_about(page) and data_about(page)["conditionsOfAccess"].startswith("未声明")


def test_a_name_with_a_letter_wrong_finds_what_is_called_nearly_so_and_says_it(passer_by):
    def page(words):
        return passer_by.get("/near/stations/", {"q": words}).content.decode()

    right, wrong = page("解放街道"), page("解方街道")
    assert 0 < right.count('class="spot"') == wrong.count('class="spot"')
    assert "没有正好叫“解方街道”的" in wrong and "没有正好叫" not in right
    assert 'class="spot"' not in page("LH-999") and "没有正好叫" not in page("LH-999")


LATE = {"LH-001": "Mo-Su 08:00-24:00", "LH-002": "Mo-Su 18:00-02:00; PH off"}
DOORS = {
    ("2026-12-01T23:30", "LH-001"): "正在开放</span> 至 24:00",
    ("2026-12-01T23:30", "LH-002"): "正在开放</span> 至 明天 02:00",
    ("2026-12-02T01:30", "LH-001"): "已关门</span> 08:00 开门",
    ("2026-12-02T01:30", "LH-002"): "正在开放</span> 至 02:00",
    ("2026-10-01T01:30", "LH-002"): "正在开放</span> 至 02:00",
    ("2026-10-01T19:00", "LH-002"): "已关门</span> 10月8日 18:00 开门",
    ("2026-12-31T23:30", "LH-002"): "正在开放</span> 至 明天 02:00",
    ("2027-01-01T19:00", "LH-002"): "已关门</span> 明天 18:00 开门",
}
"""What pages say of doors open late, on the eve of holidays and on them."""


def test_doors_open_late_say_when_they_close_and_the_feed_agrees(passer_by):
    found, places = book_of("stations")
    spots = [replace(spot, hours=LATE.get(spot.key, spot.hours)) for spot in places.spots]
    with standing_in(found.record, Book(spots)):
        for (moment, key), said in DOORS.items():
            with time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=HERE), tick=False):
                assert said in passer_by.get(f"/near/stations/{key}/").content.decode(), (moment, key)
                feed = passer_by.get("/near/stations/places.json").json()["places"]
            assert next(each for each in feed if each["id"] == key)["open_now"] == said.startswith("正在")


def test_the_page_of_a_year_s_last_days_says_that_next_year_is_not_announced(passer_by):
    with time_machine.travel(datetime(2026, 12, 28, 12, tzinfo=HERE), tick=False):
        assert "2027 年的节假日安排还没有全部公布" in passer_by.get("/near/stations/").content.decode()


def test_map_apps_get_the_shifted_point_under_the_name_of_its_system():
    spot = Spot("X-1", "驿站,东门;2:1", 150802, "路|口", "", 107.394, 40.751, (), 1)
    east, north = wgs84_to_gcj02(Point(107.394, 40.751))
    amap, tencent, baidu = ({**parse_qs(urlparse(app.place).query)} for app in map_apps(spot))
    assert (amap["position"], amap["coordinate"]) == ([f"{east:.6f},{north:.6f}"], ["gaode"])
    assert tencent["marker"] == [f"coord:{north:.6f},{east:.6f};title:驿站，东门；2：1;addr:路｜口"]
    assert (baidu["location"], baidu["coord_type"]) == ([f"{north:.6f},{east:.6f}"], ["gcj02"])
    ways = [parse_qs(urlparse(way).query) for app in map_apps(spot)[:2] for way in (app.on_foot, app.riding)]
    assert [each.get("to") or each["tocoord"] for each in ways[:2]] == [
        [f"{east:.6f},{north:.6f},驿站，东门；2：1"]
    ] * 2
    assert [each["tocoord"] for each in ways[2:]] == [[f"{north:.6f},{east:.6f}"]] * 2
    assert [each.get("mode") or each["type"] for each in ways] == [["walk"], ["ride"], ["walk"], ["bike"]]
