"""What cannot be is returned with its row, column and remedy; the good rows of the sheet go in."""

from datetime import date, timedelta
from secrets import token_hex

import pytest
from django.db import IntegrityError
from django.utils.timezone import localdate
from openpyxl import Workbook

from nuanxin.kernel.intake import tables
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.reader import read_table
from nuanxin.kernel.intake.tables import recognised
from nuanxin.programmes.stations.intake import EQUIPMENT, EVENTS, INSPECTIONS, OFFERS, REGISTER, VISITS
from nuanxin.programmes.stations.models import Equipment, Offer, ServiceEvent, Station, Visits
from tests.people import account_of, client_of

pytestmark = pytest.mark.usefixtures("demo")
WHERE = "临河区解放街道"
COUNTED = [(sheet, column) for sheet in all_sheets() for column in sheet.columns if column.counted]


def drawn(path, sheet, *rows):
    """Write a workbook with the columns that the rows name, each a dict by field."""
    fields = list(rows[0])
    heads = {column.field: column.zh for column in sheet.columns}
    book = Workbook()
    for line in ([heads[field] for field in fields], *([row[field] for field in fields] for row in rows)):
        book.active.append(line)
    book.save(path)
    return path


def taken(tmp_path, sheet, *rows):
    (report,) = take(account_of("bayannur").actor, drawn(tmp_path / "t.xlsx", sheet, *rows))
    return report


STAYS = {"station": "LH-001", "on": date(2026, 1, 5), "stays": 3}
HELD = {"station": "LH-001", "on": date(2026, 1, 5), "kind": "讲座", "attended": 3}
TO_COME = localdate() + timedelta(days=3)
HAS = {"station": "LH-001", "item": "座椅", "pieces": 1}
LOOKED = {**HAS, "inspected_on": date(2026, 1, 5)}
ROOM = {"name": "甲房", "area": WHERE, "seats": 5, "cost_fen": 10, "offered_on": date(2026, 1, 5)}
DECIDED = {**ROOM, "taken_on": None, "declined_on": date(2026, 2, 5), "reason": "太小"}
PLACE = {"number": "LH-901", "name": "甲站", "area": WHERE, "opened_on": date(2026, 1, 5), "closed_on": None}


@pytest.mark.parametrize(
    ("sheet", "good", "bad", "column"),
    [
        (VISITS, STAYS, {"station": "LH-003", "stays": -5}, "服务人次"),
        (VISITS, STAYS, {"station": "LH-003", "stays": 99_999_999_999}, "服务人次"),
        (EVENTS, HELD, {"station": "LH-003", "attended": -4}, "参加人次"),
        (EQUIPMENT, HAS, {"station": "LH-003", "pieces": -1}, "数量"),
        (OFFERS, ROOM, {"name": "乙房", "seats": -1}, "座位数"),
        (OFFERS, ROOM, {"name": "乙房", "cost_fen": -5}, "年费用"),
        (OFFERS, DECIDED, {"name": "乙房", "taken_on": date(2026, 2, 5)}, "采用日期"),
        (REGISTER, PLACE, {"number": "LH-902", "closed_on": date(2025, 1, 5)}, "撤销日期"),
        (REGISTER, PLACE, {"number": "LH-902", "name": None}, "驿站名称"),
        (VISITS, STAYS, {"station": "LH-003", "on": TO_COME}, "日期"),
        (EVENTS, HELD, {"station": "LH-003", "on": TO_COME}, "活动日期"),
        (EQUIPMENT, LOOKED, {"station": "LH-003", "inspected_on": TO_COME}, "检查日期"),
        (INSPECTIONS, {"station": "LH-001", "on": date(2026, 1, 5), "met": "1"}, {"on": TO_COME}, "检查日期"),
    ],
)
def test_one_impossible_row_is_returned_and_the_others_go_in(tmp_path, sheet, good, bad, column):
    report = taken(tmp_path, sheet, good, {**good, **bad})
    waiting = {asked.row for asked in report.asked}
    assert (report.good, report.bad_rows + len(waiting)) == (1, 1)
    if not waiting:
        (fault,) = report.bad
        assert fault.row == 3 and fault.column.startswith(column) and fault.said and fault.remedy


def test_the_register_cannot_leave_out_days_on_which_something_was_recorded(tmp_path):
    taken(tmp_path, REGISTER, PLACE)
    taken(tmp_path, VISITS, {**STAYS, "station": "LH-901", "on": date(2026, 2, 1)})
    taken(tmp_path, EVENTS, {**HELD, "station": "LH-901", "on": date(2026, 3, 1)})
    moved = {"opened_on": date(2026, 2, 2)}, {"closed_on": date(2026, 2, 28)}
    for days, column, said in zip(moved, ("启用日期", "撤销日期"), ("2026-02-01", "2026-03-01"), strict=True):
        report = taken(tmp_path, REGISTER, {**PLACE, **days}, {**PLACE, "number": "LH-902"})
        (fault,) = report.bad
        assert fault.row == 2 and fault.column.startswith(column) and said in fault.said and fault.remedy
    assert Station.objects.get(key="LH-901").closed_on is None
    report = taken(
        tmp_path, REGISTER, {**PLACE, "opened_on": date(2026, 2, 1), "closed_on": date(2026, 3, 1)}
    )
    assert (report.good, report.bad) == (1, [])
    report = taken(tmp_path, REGISTER, {**PLACE, "opened_on": date(2026, 1, 1)})
    assert (report.good, report.bad) == (1, []), "days more are never asked about"


def test_a_closing_before_the_opening_says_which_is_before_which(tmp_path):
    report = taken(tmp_path, REGISTER, {**PLACE, "closed_on": date(2025, 1, 5)})
    (fault,) = report.bad
    assert fault.said == "撤销日期早于启用日期。" and fault.remedy == "请改正其中一个日期。"
    assert not Station.objects.filter(key="LH-901").exists()
    both = taken(tmp_path, OFFERS, {**DECIDED, "taken_on": date(2026, 2, 6)})
    assert both.bad[0].said == "采用日期和不采用日期都填了，只能填一个。"
    assert not Offer.objects.filter(name="甲房").exists()


@pytest.mark.parametrize(
    ("sheet", "column"), COUNTED, ids=lambda each: getattr(each, "name", "") or each.field
)
def test_no_sheet_of_the_house_takes_a_number_below_nothing(tmp_path, sheet, column):
    heads = {each.field: each.zh for each in sheet.columns}
    book = Workbook()
    book.active.append(list(heads.values()))
    book.active.append([-1 if field == column.field else None for field in heads])
    book.save(tmp_path / "t.xlsx")
    ((page, match),), _others = recognised(tmp_path / "t.xlsx", [sheet])
    faults = {(bad.row, bad.column): bad for bad in read_table(page, match).bad}
    assert "小于 0" in faults[2, match.columns[column.field].text].said


def test_whatever_else_the_database_refuses_names_its_row(tmp_path, monkeypatch):
    record, own = VISITS.into, tables._given

    def given(sheet, rows, by, answers, *, rehearse):
        if any(row.values["stays"] == 13 for row in rows):
            raise IntegrityError("something nobody foresaw")
        return own(sheet, rows, by, answers, rehearse=rehearse)

    monkeypatch.setattr(tables, "_given", given)
    rows = [{**STAYS, "on": date(2026, 1, day), "stays": day} for day in range(10, 16)]
    report = taken(tmp_path, VISITS, *rows)
    assert record is VISITS.into and report.good == 5
    assert [bad.row for bad in report.bad] == [5] and report.bad[0].said == "数据库不收这一行的内容。"
    assert Visits.objects.filter(station__key="LH-001", on__gte=date(2026, 1, 10)).count() == 5


def test_a_tap_below_nothing_is_refused_in_words():
    sent = {"deed": "event", "token": token_hex(16), "kind": "talk", "attended": "-4"}
    keeper = client_of("bayannur", "en")
    refused = keeper.post("/rounds/stations/LH-001/", sent, headers={"accept": "application/json"})
    assert refused.status_code == 422 and "less than none" in refused.json()["said"]


def test_a_room_is_not_declined_without_a_reason(tmp_path):
    report = taken(tmp_path, OFFERS, {**DECIDED, "reason": None})
    assert report.good == 0 and "没有写理由" in report.bad[0].said
    assert taken(tmp_path, OFFERS, DECIDED).good == 1


def test_a_column_the_sheet_lacks_is_not_asked_about(tmp_path):
    where = {"longitude": 107.42, "latitude": 40.75, "crs": "WGS-84"}
    assert taken(tmp_path, OFFERS, {**ROOM, **where, "reason": None}).good == 1
    other = account_of("clerk").actor
    changed = {**ROOM, "seats": 9}
    (report,) = take(other, drawn(tmp_path / "o.xlsx", OFFERS, changed))
    (asked,) = report.asked
    assert "座位数" in asked.doubt.said and "经度" not in asked.doubt.said
    assert Offer.objects.get(name="甲房").longitude == 107.42


def test_an_event_nobody_counted_is_not_said_to_have_had_nobody():
    twice = "今天：义诊 未计人次、义诊（第 2 场） 未计人次"
    for language, said in (("en", "today: clinic (not counted)"), ("zh-CN", twice)):
        sent = {"deed": "event", "token": token_hex(16), "kind": "clinic", "attended": ""}
        keeper, asks = client_of("bayannur", language), {"accept": "application/json"}
        kept = keeper.post("/rounds/stations/LH-001/", sent, headers=asks)
        assert kept.json()["said"] == said
    assert ServiceEvent.objects.filter(attended=None).count() == 2


FAR = date(2099, 5, 1)


@pytest.mark.parametrize(
    ("sheet", "good", "bad", "column"),
    [
        (REGISTER, PLACE, {"number": "LH-902", "opened_on": FAR}, "启用日期"),
        (REGISTER, PLACE, {"number": "LH-902", "closed_on": FAR}, "撤销日期"),
        (EQUIPMENT, {**HAS, "expires_on": TO_COME}, {"station": "LH-003", "expires_on": FAR}, "有效期至"),
    ],
)
def test_a_day_many_years_ahead_waits_for_somebody_to_say_it_is_right(tmp_path, sheet, good, bad, column):
    report = taken(tmp_path, sheet, good, {**good, **bad})
    (asked,) = report.asked
    assert (report.good, asked.row, asked.heading) == (1, 3, column)
    assert "2099-05-01" in asked.doubt.said and "年以后" in asked.doubt.said and asked.doubt.remedy


def test_an_opening_planned_for_next_year_is_taken(tmp_path):
    soon = localdate() + timedelta(days=300)
    assert taken(tmp_path, REGISTER, {**PLACE, "opened_on": soon}).good == 1


@pytest.mark.parametrize(("sheet", "row"), [(VISITS, STAYS), (EVENTS, HELD)])
def test_nothing_happens_at_a_station_before_its_opening_or_after_its_withdrawal(tmp_path, sheet, row):
    taken(tmp_path, REGISTER, {**PLACE, "closed_on": date(2026, 3, 5)})
    days = {date(2026, 1, 4): "启用", date(2026, 1, 5): "", date(2026, 3, 5): "", date(2026, 3, 6): "撤销"}
    report = taken(tmp_path, sheet, *({**row, "station": "LH-901", "on": day} for day in days))
    assert report.good == 2 and [bad.row for bad in report.bad] == [2, 5]
    for bad, word in zip(report.bad, ("启用", "撤销"), strict=True):
        assert word in bad.said and "台账" in bad.remedy and "日期" in bad.column


def test_an_expiry_far_away_is_asked_about_on_a_round_too():
    keeper, asks = client_of("bayannur", "en"), {"accept": "application/json"}
    (thing, *_others) = Equipment.objects.filter(station__key="LH-001").order_by("item")
    sent = {"deed": "equipment", "token": token_hex(16), "line": thing.item, "expires_on": "2999-01-01"}
    asked = keeper.post("/rounds/stations/LH-001/", sent, headers=asks)
    assert asked.status_code == 409 and "more than 10 years ahead" in asked.json()["said"]


def test_hours_that_never_pass_name_their_row_and_what_to_write(tmp_path):
    rows = [{**PLACE, "hours": "8:00-18:00"}, {**PLACE, "number": "LH-902", "hours": "08:00-08:00"}]
    report = taken(tmp_path, REGISTER, *rows)
    (fault,) = report.bad
    assert (report.good, fault.row, fault.column) == (1, 3, "开放时间")
    assert "08:00-08:00" in fault.said and "24小时" in fault.remedy


def test_hours_are_exported_in_words_that_are_read_again(tmp_path):
    taken(tmp_path, REGISTER, {**PLACE, "hours": "周一至周五 8:30-18:00；节假日休息"})
    text = client_of("bayannur").get("/records/stations/stations.csv?text=LH-901").content.decode()
    assert "周一至周五 08:30-18:00；节假日 休息" in text and "Mo-Fr" not in text
    assert Station.objects.get(key="LH-901").opening_hours == "Mo-Fr 08:30-18:00; PH off"
