"""A clerk's day through the pages: a workbook in, records found, opened, withdrawn; the fence of areas."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from nuanxin.kernel.ledger.models import REVERSAL, Entry
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.programme import all_pages, page
from nuanxin.programmes.grid.models import Hazard
from nuanxin.programmes.stations.intake import EQUIPMENT
from nuanxin.programmes.stations.models import Equipment, Station
from nuanxin.programmes.stations.tests.test_impossible import drawn
from nuanxin.site.city import read_city
from nuanxin.web.jobs.models import Job
from tests.people import client_of

IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MOST_STATEMENTS = 15


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = IMMEDIATE


def signed_in(username: str) -> Client:
    return client_of(username, "en")


def sheet(settings, words: str) -> Path:
    return next(path for path in read_city(settings.NUANXIN["city"]).sheets if words in path.name)


def dropped(client: Client, path: Path) -> Job:
    """Drop a workbook and return its preview."""
    with path.open("rb") as file:
        answer = client.post(reverse("imports"), {"files": file})
    assert answer.status_code == 302, answer.content.decode()[:400]
    return Job.objects.order_by("-pk").get(kind="preview", pk=int(answer.url.rstrip("/").rpartition("/")[2]))


def confirmed(client: Client, preview: Job, **said: str) -> Job:
    client.post(reverse("confirm_import", args=[preview.pk]), said)
    return Job.objects.filter(kind="import").order_by("-pk")[0]


def changed(source: Path, folder: Path, change) -> Path:
    book = load_workbook(source)
    change(book.worksheets[0])
    target = folder / source.name
    book.save(target)
    return target


def one_more(worksheet) -> None:
    """Give the last station a number nobody has yet: a new record, and the old one stays."""
    last = next(row for row in worksheet.iter_rows(min_col=2, max_col=2) if row[0].value == "LH-086")
    last[0].value = "NEW-0001"


def test_from_the_sheet_to_the_red_line(demo, settings, tmp_path):
    clerk = signed_in("bayannur")
    path = changed(sheet(settings, "暖心驿站"), tmp_path, one_more)
    preview = dropped(clerk, path)
    assert preview.result["tables"][0]["kept"][0] == 1
    assert not Station.objects.filter(key="NEW-0001").exists()

    done = confirmed(clerk, preview)
    assert (done.state, done.result["tables"][0]["posted"]) == ("done", 1)
    again = confirmed(clerk, dropped(clerk, path))
    assert again.result["tables"][0]["posted"] == 0
    assert "nothing was posted" in clerk.get(reverse("import", args=[again.pk])).content.decode()

    found = clerk.get(reverse("records", args=["stations", "stations"]), {"q": "NEW-0001"}).content.decode()
    station = Station.objects.get(key="NEW-0001")
    opens = reverse("record", args=["stations", "stations", station.pk])
    assert f'href="{opens}"' in found
    assert "1 record" in found

    shown = clerk.get(opens).content.decode()
    assert path.name in shown
    assert reverse("import", args=[done.pk]) + "#undo" in shown
    assert reverse("figure", args=["stations.open"]) in shown
    withdraw = reverse("withdraw_record", args=["stations", "stations", station.pk])
    assert clerk.post(withdraw, {"reason": ""}).status_code == 422
    clerk.post(withdraw, {"reason": "withdrawn", "note": "a test"})
    red = Entry.objects.filter(record_kind=Station.record_kind, record=station.pk, kind=REVERSAL)
    assert red.count() == 1
    assert "red" in clerk.get(opens).content.decode()
    assert "NEW-0001" not in clerk.get(reverse("records", args=["stations", "stations"])).content.decode()
    assert not verify() + verify_records()


def test_an_import_is_undone_and_may_come_again(demo, settings, tmp_path):
    clerk = signed_in("bayannur")
    before = Station.objects.filter(withdrawn=False).count()
    path = changed(sheet(settings, "暖心驿站"), tmp_path, one_more)
    done = confirmed(clerk, dropped(clerk, path))
    assert Station.objects.filter(withdrawn=False).count() == before + 1
    clerk.post(reverse("undo_import", args=[done.pk]), {"reason": "correction"})
    undone = Job.objects.get(kind="undo")
    assert (undone.state, undone.result["withdrawn"], undone.result["reversed"]) == ("done", 1, 1)
    assert Station.objects.filter(withdrawn=False).count() == before
    clerk.post(reverse("undo_import", args=[done.pk]), {"reason": "correction"})
    assert Job.objects.filter(kind="undo").count() == 1
    back = confirmed(clerk, dropped(clerk, path))
    assert back.result["tables"][0]["posted"] == 1
    assert not verify() + verify_records()


def test_bad_rows_come_back_with_their_reason(demo, settings, tmp_path):
    def spoil(worksheet) -> None:
        one_more(worksheet)
        cells = next(row for row in worksheet.iter_rows() if row[1].value == "NEW-0001")
        cells[6].value = "not a day"

    clerk = signed_in("bayannur")
    preview = dropped(clerk, changed(sheet(settings, "暖心驿站"), tmp_path, spoil))
    assert preview.result["tables"][0]["bad_rows"] == 1
    back = clerk.get(reverse("returned_import", args=[preview.pk]))
    sheet_back = load_workbook(io.BytesIO(back.content)).worksheets[0]
    said = [cell.value for row in sheet_back.iter_rows() for cell in row]
    assert any("not a day" in str(text) and "day" in str(text) for text in said if text)


def test_what_is_no_workbook_is_said_so(demo):
    clerk = signed_in("clerk")
    answer = clerk.post(reverse("imports"), {"files": io.BytesIO(b"x")})
    assert answer.status_code == 422
    assert "xlsx" in answer.content.decode()
    assert not Job.objects.exists()


def test_a_clerk_of_one_city_sees_nothing_of_another(demo):
    local, wide = signed_in("bayannur"), signed_in("clerk")
    for owner, declared in all_pages():
        outside = declared.record.objects.exclude(area__range=(150800000000, 150899999999))
        row = outside.first()
        if row is None:
            continue
        place = [owner.name, declared.slug]
        assert wide.get(reverse("record", args=[*place, row.pk])).status_code == 200
        assert local.get(reverse("record", args=[*place, row.pk])).status_code == 404
        withdraw = reverse("withdraw_record", args=[*place, row.pk])
        assert local.post(withdraw, {"reason": "late"}).status_code == 404
        for kind in ("csv", "json"):
            text = local.get(reverse("records_export", args=[*place, kind])).content.decode()
            inside = declared.record.objects.filter(area__range=(150800000000, 150899999999)).count()
            lines = len(json.loads(text)["rows"]) if kind == "json" else text.count("\n") - 1
            assert lines == inside, (place, kind)
        shapes = json.loads(local.get(reverse("records_export", args=[*place, "geojson"])).content)
        assert all(each["properties"]["code"].startswith("1508") for each in shapes["features"])
        drawn = json.loads(local.get(reverse("records_map", args=place), {"state": "all"}).content)
        assert all(code.startswith("1508") for code in drawn["values"])
        assert reverse("record", args=[*place, row.pk]) not in [each["address"] for each in drawn["points"]]
        for view in ("table", "map", "chart"):
            text = local.get(reverse("records", args=place), {"view": view, "state": "all"}).content.decode()
            assert f'/{declared.slug}/{row.pk}/"' not in text


@pytest.mark.parametrize("view", ["table", "map", "chart"])
def test_every_list_stays_within_its_statements(demo, django_assert_max_num_queries, view):
    clerk = signed_in("clerk")
    clerk.get(reverse("home"))  # the first page of a process also learns areas and rights, once
    for owner, declared in all_pages():
        with django_assert_max_num_queries(MOST_STATEMENTS):
            answer = clerk.get(reverse("records", args=[owner.name, declared.slug]), {"view": view})
        assert answer.status_code == 200


def test_pages_follow_one_another_in_every_order(demo):
    """Walking forwards and back by every sortable column meets every record once."""
    clerk = signed_in("clerk")
    from nuanxin.web.kit.asked import sortable
    from nuanxin.web.kit.finding import SIZE

    declared = page("grid", "hazards")
    total = Hazard.objects.filter(withdrawn=False).count()
    assert total > SIZE
    for name in sorted(sortable(declared)):
        for sign in ("", "-"):
            walked = _walk(clerk, f"{sign}{name}", "later")
            assert len(walked) == len(set(walked)) == total, (sign, name)


def _walk(clerk: Client, sort: str, way: str) -> list[str]:
    import re

    address, met = f"?sort={sort}", []
    while address:
        text = clerk.get(reverse("records", args=["grid", "hazards"]) + address).content.decode()
        met += re.findall(r'<th scope="row"><a href="/records/grid/hazards/(\d+)/"', text)
        found = re.search(rf'id="{way}" href="([^"]+)"', text)
        address = found[1].replace("&amp;", "&") if found else ""
    return met


def test_persons_stay_closed(demo):
    clerk = signed_in("clerk")
    for owner, declared in all_pages():
        for name in declared.personal:
            field = declared.model_field(name)
            known = declared.record.objects.exclude(**{name: None}).select_related(name).first()
            if known is None:
                continue
            hidden = getattr(known, field.name).name
            place = [owner.name, declared.slug]
            for address in (reverse("records", args=place), reverse("record", args=[*place, known.pk])):
                assert hidden not in clerk.get(address).content.decode()
            assert hidden not in clerk.get(reverse("records_export", args=[*place, "csv"])).content.decode()


def test_views_are_saved_by_name_and_are_ones_own(demo):
    clerk, other = signed_in("clerk"), signed_in("bayannur")
    place = reverse("records", args=["grid", "hazards"])
    kept = {"name": "Open ones", "query": "need=unhandled&evil=1"}
    clerk.post(reverse("save_view", args=["grid", "hazards"]), kept)
    text = clerk.get(place).content.decode()
    assert "Open ones" in text
    assert "need=unhandled" in text
    assert "evil" not in text
    assert "Open ones" not in other.get(place).content.decode()


def test_htmx_gets_the_part_and_an_address_to_keep(demo):
    clerk = signed_in("clerk")
    place = reverse("records", args=["grid", "hazards"])
    part = clerk.get(place, {"q": "", "kind": "gas"}, headers={"hx-request": "true", "hx-target": "found"})
    assert "<html" not in part.content.decode()
    assert part["HX-Push-Url"] == f"{place}?kind=gas"


def test_a_spreadsheet_takes_no_cell_for_a_formula(demo):
    Station.objects.filter(pk=Station.objects.first().pk).update(name="=1+1")
    clerk = signed_in("clerk")
    text = clerk.get(reverse("records_export", args=["stations", "stations", "csv"])).content.decode()
    assert "'=1+1" in text
    book = clerk.get(reverse("records_export", args=["stations", "stations", "xlsx"]))
    cells = [cell for row in load_workbook(io.BytesIO(book.content)).active.iter_rows() for cell in row]
    assert next(cell for cell in cells if cell.value == "=1+1").data_type == "s"


def test_a_map_draws_at_most_so_many_points_and_they_are_those_that_are_asked_for(demo, monkeypatch):
    monkeypatch.setattr("nuanxin.web.kit.grounds.MOST_POINTS", 5)
    clerk, asked = signed_in("clerk"), {"area": "150802", "sort": "key"}
    place = ["stations", "stations"]
    drawn = json.loads(clerk.get(reverse("records_map", args=place), asked).content)
    rows = json.loads(clerk.get(reverse("records_export", args=[*place, "geojson"]), asked).content)
    first = [reverse("record", args=[*place, each["id"]]) for each in rows["features"][:5]]
    assert len(rows["features"]) > 5
    assert [each["address"] for each in drawn["points"]] == first
    assert drawn["near"]


def test_a_workbook_that_only_registers_says_what_it_registered(demo, tmp_path):
    things = {"station": "LH-001", "pieces": 1, "expires_on": date(2027, 1, 5)}
    rows = [{**things, "item": "座椅"}, {**things, "item": "AED"}]
    clerk, path = signed_in("bayannur"), drawn(tmp_path / "things.xlsx", EQUIPMENT, *rows)
    preview = dropped(clerk, path)
    shown = clerk.get(reverse("import", args=[preview.pk])).content.decode()
    assert "Rows to be registered" in shown and "0 entries" not in shown and "entries, 0" not in shown
    answer = clerk.post(reverse("confirm_import", args=[preview.pk]), {})
    done = clerk.get(answer.url).content.decode()
    assert "Rows registered" in done and "no number of the ledger changes" in done and "0 entries" not in done
    assert 'href="/records/stations/equipment/"' in done, "the way to what was registered"
    assert Equipment.objects.filter(station__key="LH-001", item="seats").exists()
    chinese = client_of("bayannur").get(answer.url).content.decode()
    assert "已登记的行" in chinese and "0 笔分录" not in chinese


def test_a_workbook_says_one_number_of_questions(demo, tmp_path):
    row = {"station": "LH-004", "item": "药箱", "pieces": 1, "expires_on": date(2027, 4, 25)}
    clerk, path = signed_in("clerk"), drawn(tmp_path / "short.xlsx", EQUIPMENT, row)
    preview = dropped(clerk, path)
    done = clerk.get(clerk.post(reverse("confirm_import", args=[preview.pk]), {}).url).content.decode()
    assert "Answer 1 question" in done and "1 question<" in done and "0 questions" not in done
