"""What happens at stations, from sheets to figures: stays, events, checks, stars, rooms on offer."""

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.programmes.stations.models import Grade, Inspection, Offer, Station, Visits
from tests.loop.sheets import clerk, value

pytestmark = pytest.mark.django_db
REGISTER = (
    "暖心驿站登记台账",
    ["驿站编号", "驿站名称", "依托场所", "所在街道（乡镇）", "启用日期"],
    ["LH-1", "东站", "工会驿站", "临河区团结街道", date(2024, 1, 2)],
    ["LH-2", "西站", "银行网点", "临河区团结街道", date(2024, 1, 2)],
)
CHECKLIST = (
    "暖心驿站检查清单",
    ["适用区域", "启用日期", "项号", "检查内容"],
    *(["临河区", date(2024, 1, 1), number, said] for number, said in enumerate("标场设服管", 1)),
    *(["临河区", date(2024, 7, 1), number, said] for number, said in enumerate("标场设", 1)),
)


@pytest.fixture
def taken(tmp_path):
    """Return a way to hand in sheets given as (title, headings, rows...) and get their reports."""
    actor = clerk()

    def hand_in(*sheets):
        book = Workbook()
        book.remove(book.active)
        for title, headings, *rows in sheets:
            page = book.create_sheet(title)
            for cells in ([title], headings, *rows):
                page.append(cells)
        path = tmp_path / f"{datetime.now().timestamp()}.xlsx"
        book.save(path)
        return take(actor, path)

    return hand_in


def good(reports):
    assert not reports.unrecognised
    assert [(bad.row, bad.said) for report in reports for bad in report.bad] == []


def test_stays_and_events_add_up_and_count_once(taken):
    visits = ["暖心驿站服务人次日报", ["驿站编号", "日期", "服务人次", "统计方式"],
              ["LH-1", date(2024, 5, 1), 12, "人工登记"], ["LH-1", date(2024, 5, 2), 9, "客流计数"],
              ["LH-2", date(2024, 5, 2), 0, ""]]  # fmt: skip
    events = ["暖心驿站服务活动台账", ["驿站编号", "活动日期", "活动类别", "参加人次"],
              ["LH-1", date(2024, 5, 3), "义诊", 30], ["LH-1", date(2024, 5, 3), "讲座", ""]]  # fmt: skip
    for _time in range(2):
        good(taken(REGISTER, visits, events))
    assert value("stations.visits 150802 2024-05") == 21
    assert value("stations.events 150802 2024-05") == 2
    assert value("stations.attended 150802 2024-05") == 30
    assert Visits.objects.count() == 3
    assert verify_records() == []


def test_a_station_nobody_registered_is_named(taken):
    reports = taken(REGISTER, ["暖心驿站服务人次日报", ["驿站编号", "日期", "服务人次"],
                               ["LH-1", date(2024, 5, 1), 3], ["LH-9", date(2024, 5, 1), 4]])  # fmt: skip
    (bad,) = [bad for report in reports for bad in report.bad]
    assert bad.row == 4 and "LH-9" in bad.said
    assert value("stations.visits 150802 2024-05") == 3


def test_an_old_score_keeps_its_list_and_a_new_one_cannot_use_it(taken):
    checks = ["暖心驿站检查记录", ["驿站编号", "检查日期", "检查人编号", "达标项", "承诺时段是否开门"],
              ["LH-1", date(2024, 5, 1), "J-1", "1、2、5", "是"],
              ["LH-2", date(2024, 7, 2), "J-1", "1,2,5", "否"],
              ["LH-2", date(2024, 7, 3), "J-2", "1，3", "否"]]  # fmt: skip
    reports = taken(REGISTER, CHECKLIST, checks)
    (bad,) = [bad for report in reports for bad in report.bad]
    assert bad.row == 4 and "5" in bad.said
    kept = {each.on: (each.checklist, each.items_met) for each in Inspection.objects.all()}
    assert kept == {
        date(2024, 5, 1): (date(2024, 1, 1), [1, 2, 5]),
        date(2024, 7, 3): (date(2024, 7, 1), [1, 3]),
    }
    assert value("stations.open_when_promised 150802 2024") == pytest.approx(0.5)


def test_stars_count_once_another_passed_them_and_until_the_next(taken):
    headings = ["驿站编号", "评定日期", "星级", "理由", "评定人编号", "复核人编号"]
    first = ["暖心驿站星级评定表", headings,
             ["LH-1", date(2024, 3, 1), "三星", "达标", "J-1", "J-2"],
             ["LH-2", date(2024, 3, 1), "五星", "达标", "J-1", "J-1"]]  # fmt: skip
    good(taken(REGISTER, first))
    assert value("stations.stars_3 150802 ..2024-04-30") == 1
    assert value("stations.stars_5 150802 ..2024-04-30") == 0
    later = ["暖心驿站星级评定表", headings, ["LH-1", date(2024, 6, 1), "退出", "长期锁门", "J-1", "J-2"]]
    good(taken(later))
    assert value("stations.stars_3 150802 ..2024-05-31") == 1
    assert value("stations.stars_3 150802 ..2024-06-01") == 0
    assert Grade.objects.get(on=date(2024, 3, 1), station__key="LH-1").until == date(2024, 6, 1)
    before = Act.objects.count()
    good(taken(["暖心驿站星级评定表", headings[:4], ["LH-1", date(2024, 6, 1), "退出", "长期锁门"]]))
    assert Act.objects.count() == before, "a sheet without the column says nothing of who passed it"
    assert verify_records() == []


def test_rooms_on_offer_have_points_and_hours_or_say_what_is_wrong(taken):
    headings = ["空间名称", "所在街道（乡镇）", "提供单位", "经度", "纬度", "坐标系", "可开放时间"]
    headings += ["年费用（元）", "提出日期", "采用日期"]
    street, day, hours = "临河区团结街道", date(2024, 2, 1), "周一至周六 9:00-18:00；节假日休息"
    offers = ["暖心驿站空间提供登记表", headings,
              ["一楼大厅", street, "银行", "107.40", "40.75", "高德", hours, 12000, day, ""],
              ["门房", street, "社区", "", "", "", "", "", day, date(2024, 3, 1)],
              ["车库", street, "物业", "107.40", "40.75", "", "", "", day, ""],
              ["地下室", street, "物业", "", "", "", "随时", "", day, ""]]  # fmt: skip
    reports = taken(offers)
    assert sorted(bad.row for report in reports for bad in report.bad) == [5, 6]
    hall = Offer.objects.get(name="一楼大厅")
    assert (hall.crs_entered, hall.cost_fen) == ("gcj02", 1_200_000)
    assert hall.opening_hours == "Mo-Sa 09:00-18:00; PH off"
    assert 0.001 < abs(hall.longitude - 107.40) + abs(hall.latitude - 40.75) < 0.02
    assert [value(f"stations.offered 150802 ..{day}") for day in ("2024-02-28", "2024-03-01")] == [2, 1]


def test_stays_far_from_what_a_station_ever_had_are_asked_about(taken):
    days = [["LH-1", date(2024, 5, day), 10 + day % 5] for day in range(1, 21)]
    visits = [
        "暖心驿站服务人次日报",
        ["驿站编号", "日期", "服务人次"],
        *days,
        ["LH-1", date(2024, 5, 21), 300],
    ]
    reports = taken(REGISTER, visits)
    assert sum(report.waiting for report in reports) == 1
    assert value("stations.visits 150802 2024-05") == sum(row[2] for row in days)


def test_a_mongolian_name_is_kept_as_the_translator_gave_it(taken):
    given = "ᠳᠤᠯᠠᠭᠠᠨ ᠥᠷᠲᠡᠭᠡ"
    title, headings, *rows = REGISTER
    good(taken((title, [*headings, "蒙古文名称"], [*rows[0], given], [*rows[1], ""])))
    assert list(Station.objects.order_by("key").values_list("mongolian_name", flat=True)) == [given, ""]
    good(taken(REGISTER))
    assert Station.objects.get(key="LH-1").mongolian_name == given
