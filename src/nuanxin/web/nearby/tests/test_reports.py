"""What a passer-by tells in one tap: taken without a login, counted, limited, nobody to be found in it."""

import logging
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test import Client

from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.kernel.work.models import Step, moment_us
from nuanxin.web import kept_pages
from nuanxin.web.later.models import Counted
from nuanxin.web.nearby import reports
from nuanxin.web.nearby.reports import OF_PLACE, PACE
from nuanxin.web.pace import Pace
from tests.repairs import repairs

pytestmark = pytest.mark.usefixtures("demo")
NOON = datetime(2026, 11, 25, 12, tzinfo=HERE)
HERE_FROM = "203.0.113.77"


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """Stand at noon; what is kept of pages looks at once whether something was recorded."""
    monkeypatch.setattr(kept_pages.shelf.looked, "seconds", 0)
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def station(noon):
    """Return the address of a station that is open at noon and has drinking water."""
    places = listed()
    return next(each for each in places if each["open_now"] and {"water", "charging"} <= {*each["has"]})[
        "url"
    ]


def listed():
    """Return the places of the feed, by their paths."""
    places = Client().get("/near/stations/places.json").json()["places"]
    return [{**each, "url": each["url"].removeprefix("http://testserver")} for each in places]


def visitor(address=HERE_FROM):
    return Client(headers={"accept-language": "zh-CN"}, REMOTE_ADDR=address)


def told(station, matter="locked", address=HERE_FROM, **more):
    return visitor(address).post(f"{station}report/", {"matter": matter}, **more)


def test_one_tap_opens_a_work_order_and_shows_how_many_said_so(station):
    page = visitor().get(station).content.decode()
    assert 'value="locked"' in page and 'value="water_broken"' in page and "人说过" not in page
    first = told(station)
    assert (first.status_code, first["Location"]) == (302, f"{station}?said=locked")
    thanks = visitor().get(first["Location"])
    assert "谢谢" not in visitor().get(f"{station}?said=dirty").content.decode()
    assert "谢谢" in thanks.content.decode() and thanks["Cache-Control"] == "no-store"
    told(station, address="203.0.113.78")
    assert "2 人说过" in visitor().get(station).content.decode()
    order = repairs().get()
    assert (order.kind, order.matter, order.state, order.said_by) == ("station_repair", "locked", "given", 2)
    places = {each["url"]: each for each in listed()}
    assert places[station]["reported"] == {"locked": 2}
    assert places[station]["open_now"] and places[station]["reported_shut"] == 2
    whole = visitor().get("/near/stations/").content.decode()
    assert "有人说进不去" in whole
    assert whole.rindex('class="tag ok"') < whole.index(f'href="{station}"')
    found = visitor().get("/near/stations/", {"q": places[station]["id"]}).content.decode()
    assert "2 人说：门锁着" in found
    assert verify(deep=True) + verify_records() == []


def test_the_same_from_one_line_counts_once_an_hour(station, noon):
    for _time in range(5):
        assert told(station).status_code == 302
    assert repairs().get().said_by == 1
    noon.shift(3600)
    told(station)
    assert repairs().get().said_by == 2


def test_what_cannot_be_said_of_a_place_is_refused_with_the_reason(station, noon):
    for matter in ("", "no such thing", "other"):
        assert told(station, matter).status_code == 409
    noon.move_to(NOON.replace(hour=3))
    place = listed()
    shut = next(each["url"] for each in place if each["open_now"] is False)
    answer = told(shut)
    assert answer.status_code == 409 and "本来就不开门" in answer.content.decode()
    assert 'value="locked"' not in visitor().get(shut).content.decode()
    assert told(shut, "dirty").status_code == 302
    assert told("/near/stations/LH-999/").status_code == 404
    assert Client().get(f"{station}report/").status_code == 405


def test_a_line_and_a_place_have_a_pace(station):
    places = [each for each in listed() if each["open_now"]]
    answers = [told(each["url"]).status_code for each in places[: PACE.of_one + 3]]
    assert answers == [302] * PACE.of_one + [429] * 3
    assert repairs().count() == PACE.of_one
    answers = [told(station, "dirty", f"198.51.{last}.7") for last in range(OF_PLACE + 3)]
    assert [each.status_code for each in answers] == [302] * OF_PLACE + [200] * 3
    assert "不再计数" in answers[-1].content.decode() and "谢谢" not in answers[-1].content.decode()
    assert repairs().get(matter="dirty").said_by == OF_PLACE
    assert told(station, "expired", "198.51.200.7").status_code == 302
    assert repairs().get(matter="expired").said_by == 1


@pytest.fixture
def scarce(monkeypatch):
    """Stand where two reports an hour are much from one line, and eight from all."""
    scarce = Pace("report_pace", of_one=2, of_all=8)
    monkeypatch.setattr(reports, "PACE", scarce)
    return scarce


def open_now():
    places = listed()
    return [each["url"] for each in places if each["open_now"]]


def test_what_was_refused_is_not_thanked_when_it_is_said_again(scarce):
    places = open_now()
    assert [told(each).status_code for each in places[:4]] == [302, 302, 429, 429]
    again = told(places[2])
    assert again.status_code == 429 and "谢谢" not in again.content.decode()
    assert queued(places[3], "a9" * 16).status_code == 429
    assert repairs().count() == 2


def test_what_was_mended_is_written_again_when_the_same_line_says_it_again(station, noon):
    told(station, "dirty")
    repairs().update(stopped_at=moment_us(NOON), ended_on=NOON.date(), state="verified")
    noon.shift(600)
    told(station, "dirty")
    assert repairs().count() == 2


def test_a_flood_of_reports_does_not_silence_a_place_nobody_spoke_of(scarce):
    flooded, quiet = open_now()[:2]
    for at in range(9):
        last = told(flooded, "dirty", f"203.{at}.113.1")
    assert last.status_code == 429 and "各处反映" in last.content.decode()
    asked = queued(flooded, "b1" * 16, "locked", address="198.51.100.9")
    assert (asked.status_code, asked.json()["of"]) == (429, "everybody")
    assert told(quiet, "locked", "198.51.100.10").status_code == 302
    assert repairs().get(matter="locked").said_by == 1


def test_who_is_given_many_lines_has_a_pace_over_all_of_them():
    for lines, many in (
        ([f"2001:db8:0:{end:x}::1" for end in range(40)], 4),
        ([f"2001:db8:1:{end * 256:x}::1" for end in range(40)], 16),
        ([f"192.0.2.{end}" for end in range(40)], 16),
    ):
        pace = Pace("broad_pace", of_one=2, of_all=1_000)
        assert [pace.allows(each) for each in lines] == [True] * many + [False] * (40 - many)


def queued(station, token, matter="locked", ago=0, address=HERE_FROM):
    """Send a tap as the queue of a phone does."""
    sent = {"matter": matter, "token": token, "ago": str(ago)}
    return visitor(address).post(f"{station}report/", sent, headers={"accept": "application/json"})


def test_a_tap_sent_again_from_another_line_or_in_another_hour_counts_once(station, noon):
    token = "a1" * 16
    assert queued(station, token).json() == {"state": "kept"}
    assert queued(station, token, address="198.51.100.9").json() == {"state": "kept"}
    noon.shift(3600)
    assert queued(station, token, ago=3600).json() == {"state": "kept"}
    assert repairs().get().said_by == 1
    assert queued(station, "b2" * 16, address="198.51.100.9").status_code == 200
    assert repairs().get().said_by == 2


def test_a_tap_whose_writing_failed_is_written_when_it_comes_again(station, monkeypatch):
    token = "c3" * 16
    with monkeypatch.context() as broken, pytest.raises(RuntimeError):
        broken.setattr(reports, "open_order", _breaks)
        queued(station, token)
    assert not repairs().exists()
    assert queued(station, token).status_code == 200
    assert repairs().get().said_by == 1


def _breaks(*_given):
    raise RuntimeError("the disk is full")


def test_what_waited_is_weighed_as_of_when_it_was_said(station, noon):
    noon.move_to(NOON.replace(hour=23, minute=59))
    assert queued(station, "d4" * 16).status_code == 422
    assert queued(station, "d4" * 16, ago=12 * 3600).status_code == 200
    assert repairs().get().said_by == 1
    noon.move_to(NOON)
    late = queued(station, "e5" * 16, "dirty", ago=4 * 24 * 3600)
    assert late.status_code == 422 and "三天" in late.json()["said"]
    assert queued("/near/stations/LH-999/", "e5" * 16).status_code == 404


def test_what_was_mended_after_it_was_said_is_not_asked_for_again(station, noon):
    told(station, "dirty", "198.51.100.1")
    noon.shift(3600)
    repairs().update(stopped_at=moment_us(NOON + timedelta(hours=1)), ended_on=NOON.date(), state="verified")
    noon.shift(3600)
    assert queued(station, "f6" * 16, "dirty", ago=2 * 3600 - 60).status_code == 200
    assert repairs().count() == 1
    assert queued(station, "a7" * 16, "dirty", address="198.51.100.2", ago=1800).status_code == 200
    assert repairs().count() == 2


def test_queued_taps_keep_to_the_pace_and_are_written_when_it_allows(station, noon):
    places = [each["url"] for each in listed() if each["open_now"]][: PACE.of_one + 2]
    tokens = [f"{at:032d}" for at in range(len(places))]
    answers = [queued(*each).status_code for each in zip(places, tokens, strict=True)]
    assert answers == [200] * PACE.of_one + [429] * 2
    noon.shift(3600)
    assert [queued(*each, ago=3600).status_code for each in zip(places, tokens, strict=True)] == [200] * len(
        places
    )
    assert [order.said_by for order in repairs()] == [1] * len(places)


def test_the_token_of_a_tap_stands_nowhere_beside_it_and_goes(station, noon):
    queued(station, "a8" * 16)
    assert [step.token for step in Step.objects.filter(order__in=repairs())] == [None]
    kept = Counted.objects.get()
    assert (kept.by_id, kept.until - NOON) == (None, 2 * reports.LONGEST_AWAY)
    noon.shift(2 * reports.LONGEST_AWAY.total_seconds() + 3600)
    queued(station, "b9" * 16, "dirty")
    assert [each.token for each in Counted.objects.all()] == ["b9" * 16]


def test_one_household_is_one_line_however_it_chooses_its_address():
    pace = Pace("trial_pace", of_one=2, of_all=100)
    lines = [pace.allows(f"2001:db8:0:1::{end:x}") for end in range(4)]
    assert lines == [True, True, False, False]
    assert pace.allows("2001:db8:0:2::1") and pace.allows("::ffff:192.0.2.1") and pace.allows("192.0.2.1")
    assert not pace.allows("192.0.2.1")


def test_a_form_on_another_site_tells_nothing(station):
    assert told(station, headers={"origin": "https://example.org"}).status_code == 403
    assert told(station, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not repairs().exists()
    assert (
        told(station, headers={"origin": "http://testserver", "sec-fetch-site": "same-origin"}).status_code
        == 302
    )


def test_no_address_no_cookie_and_nobody_is_kept(station, own_data: Path, caplog):
    """The address stands in no file, no row and no log line; the hour's key goes with the hour."""
    with caplog.at_level(logging.DEBUG):
        answer = told(station)
    assert not answer.cookies and not visitor().get(station).cookies
    assert [step.by_id for step in Step.objects.filter(order__in=repairs())] == [None]
    act = Act.objects.order_by("-number").first()
    assert (act.verb, act.actor, act.source_id, act.note_hash) == ("work.open", 0, None, None)
    forms = (HERE_FROM.encode(), ip_address(HERE_FROM).packed, HERE_FROM.encode("utf-16-le"))
    files = [path for path in own_data.rglob("*") if path.is_file()]
    assert any(path.name == f"{PACE.name}.bin" for path in files)
    found = [path for path in files if any(form in path.read_bytes() for form in forms)]
    assert found == [] and HERE_FROM not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our tables
            assert HERE_FROM not in repr(cursor.fetchall()), table


def test_pages_with_reports_stay_at_a_few_statements(station, django_assert_max_num_queries):
    places = [each["url"] for each in listed()]
    for at, each in enumerate(places[:30]):
        told(each, "dirty", f"198.51.100.{at}")
    for page in (station, "/near/stations/", "/near/stations/places.json"):
        with django_assert_max_num_queries(6):
            visitor().get(page)


def test_a_kept_page_follows_the_clock_and_what_is_told(station, noon):
    """The same bytes are handed out within a minute; at closing time and after a report they are others."""
    assert visitor().get(station).content == visitor().get(station).content
    assert ">正在开放<" in visitor().get(station).content.decode()
    told(station, "dirty")
    assert "脏乱</b>" in visitor().get(station).content.decode()
    noon.move_to(NOON.replace(hour=23, minute=59))
    assert ">正在开放<" not in visitor().get(station).content.decode()


def test_what_is_said_to_be_broken_is_not_promised_in_the_list(station):
    key = station.split("/")[-2]
    assert "饮水：有人说不能用" not in visitor().get("/near/stations/", {"q": key}).content.decode()
    told(station, "water_broken")
    page = visitor().get("/near/stations/", {"q": key}).content.decode()
    assert '<span class="broken">饮水：有人说不能用</span>' in page and "<span>充电</span>" in page
    repairs().update(stopped_at=moment_us(NOON), state="done")
    kept_pages.forget_pages()
    assert "有人说不能用" not in visitor().get("/near/stations/", {"q": key}).content.decode()
