"""Handing in sheets: counted once however often it is sent, and every bad row named with its remedy."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate
from openpyxl import Workbook, load_workbook

from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.web.imports.told import receipts
from nuanxin.web.jobs.models import Job
from nuanxin.web.jobs.progress import output
from nuanxin.web.jobs.running import run_job
from tests.people import client_of

SHEET = "巴彦淖尔市暖心驿站登记台账.xlsx"
INSPECTIONS = "呼和浩特市企业用电体检台账.xlsx"


@pytest.fixture
def content():
    return (settings.NUANXIN["city"] / "sheets" / SHEET).read_bytes()


def changed(content: bytes) -> bytes:
    """Return the sheet with its first station opened sooner, and a day no calendar has in the second."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    header = next(
        n for n, row in enumerate(sheet.iter_rows(values_only=True), 1) if row and "启用日期" in row
    )
    column = [cell.value for cell in sheet[header]].index("启用日期") + 1
    sheet.cell(header + 1, column).value = "2023-09-28"
    sheet.cell(header + 2, column).value = "2024-02-31"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def handed(client, content, key="k-1", name=SHEET):
    headers = {"idempotency-key": key} if key else {}
    return client.post("/api/v1/sheets", {"file": SimpleUploadedFile(name, content)}, headers=headers)


def test_a_file_handed_in_again_posts_nothing(token, content):
    client, before = token("bayannur"), Entry.objects.count()
    answer = handed(client, content)
    assert answer.status_code == 200, answer.content
    assert answer.json()["worksheets"][0]["posted"] == 0 and Entry.objects.count() == before


def test_what_somebody_else_says_otherwise_waits_for_an_answer(token, content):
    client, entries = token("bayannur"), Entry.objects.count()
    told = handed(client, changed(content)).json()
    assert told["worksheets"][0]["waiting"] == 1 and told["worksheets"][0]["posted"] == 0
    assert told["questions"] == "/imports/questions/" and "2023-09-28" in told["asked"][0]["detail"]
    assert Entry.objects.count() == entries


def test_the_same_request_twice_is_one_handing_in(token, content):
    client, fixed = token("clerk"), changed(content)
    first = handed(client, fixed).json()
    worksheet, fault = first["worksheets"][0], first["errors"][0]
    assert worksheet["posted"] > 0 and worksheet["act"] and worksheet["bad"] == 1
    assert fault["sheet"] and fault["row"] and fault["column"] and fault["detail"] and fault["remedy"]
    entries, acts = Entry.objects.count(), Act.objects.count()
    again = handed(client, fixed).json()
    assert again["repeated"] and not first["repeated"]
    assert again["worksheets"] == first["worksheets"] and again["errors"] == first["errors"]
    other = handed(client, fixed, key="k-2").json()
    assert other["worksheets"][0]["posted"] == 0
    assert (Entry.objects.count(), Act.objects.count()) == (entries, acts)


LOST = 150102198001010010


def inspected() -> bytes:
    """Return the register of inspections whose first inspector is a number with its last digits lost."""
    book = load_workbook(settings.NUANXIN["city"] / "sheets" / INSPECTIONS)
    book.worksheets[0].cell(4, 6).value = LOST
    book.save(file := BytesIO())
    return file.getvalue()


def test_what_is_wrong_with_a_cell_that_names_a_person_is_told_without_it(token, settings):
    told = handed(token("clerk"), inspected(), name=INSPECTIONS)
    (fault,) = told.json()["errors"]
    assert fault["row"] == 4 and fault["column"] == "体检人" and fault["remedy"]
    assert "last digits" in fault["detail"] or "末几位" in fault["detail"]
    assert str(LOST)[:6] not in told.content.decode()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    client_of("clerk").post("/imports/", {"files": SimpleUploadedFile(INSPECTIONS, inspected())})
    kept = Job.objects.get(kind="preview").result["tables"]
    said = json.dumps(kept, ensure_ascii=False) + repr(list(receipts(kept)[0].said()))
    assert kept[0]["bad_rows"] == 1 and str(LOST)[:6] not in said


def test_a_key_belongs_to_one_file(token, content):
    client = token("bayannur")
    handed(client, content)
    answer = handed(client, changed(content))
    assert answer.status_code == 409 and answer.json()["place"] == {"in": "header", "name": "Idempotency-Key"}


def test_who_may_not_write_there_writes_nothing(token, content):
    entries = Entry.objects.count()
    fixed = changed(content)
    assert handed(token("chifeng"), fixed).status_code == 403
    assert handed(token("leader"), fixed).status_code == 403
    assert handed(token("bayannur", "entries:read"), fixed).status_code == 403
    assert handed(Client(), fixed).status_code == 401
    assert Entry.objects.count() == entries


def test_what_is_no_workbook_is_refused_with_a_remedy(token, content):
    client = token("bayannur")
    for name, file in (("x.pdf", b"%PDF"), ("x.xlsx", b"no workbook"), ("x.csv", b"\xff\xfe\x00")):
        answer = handed(client, file, key=name, name=name)
        assert answer.status_code in (200, 400), name
        assert answer.status_code == 200 or answer.json()["remedy"], name
    assert handed(client, content, key="").json()["number"] == 19
    assert client.post("/api/v1/sheets", headers={"idempotency-key": "a"}).status_code == 400


@pytest.fixture
def large(monkeypatch, settings):
    """Every workbook is a large one; jobs wait until somebody runs them."""
    monkeypatch.setattr("nuanxin.api.operations.sheets.AT_ONCE_BYTES", 0)
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


def test_a_large_workbook_is_taken_in_by_a_job_and_asked_after(token, content, large):
    client, fixed, entries = token("clerk"), changed(content), Entry.objects.count()
    first = handed(client, fixed)
    assert first.status_code == 202 and first.json()["state"] == "waiting" and first.json()["became"] is None
    where, number = first["Location"], first.json()["number"]
    again = handed(client, fixed)
    assert again.status_code == 202 and again["Location"] == where, "sent twice is one handing in"
    assert handed(client, content).status_code == 409, "a key belongs to one file"
    assert Entry.objects.count() == entries
    run_job.call(number)
    became = client.get(where).json()["became"]
    assert became["worksheets"][0]["posted"] > 0 and became["worksheets"][0]["bad"] == 1
    assert became["errors"][0]["remedy"] and not became["repeated"]
    assert handed(client, fixed).json()["became"] == {**became, "repeated": True}
    assert Act.objects.latest("number").actor == Job.objects.get(pk=number).owner_id
    output(number, "json").unlink()
    assert client.get(where).json()["became"]["worksheets"] == became["worksheets"], "the counts stay"
    for other in (token("bayannur"), token("clerk")):
        assert other.get(where).status_code == 404, "a token is told of its own"


def test_a_large_workbook_that_is_refused_posts_nothing(token, large):
    client, entries = token("bayannur"), Entry.objects.count()
    said = handed(client, b"PK no workbook", name="x.xlsx")
    assert said.status_code in (202, 400)
    if said.status_code == 202:
        run_job.call(said.json()["number"])
        state = client.get(said["Location"]).json()
        assert state["state"] == "failed" and state["said"] and state["became"] is None
    assert Entry.objects.count() == entries
    assert "what became of it" in json.dumps(client.get("/api/v1/openapi.json").json()["paths"])


def test_a_closing_is_announced_by_a_machine_and_everybody_is_told(token):
    """A bare list is enough; sent again it is one closing, with a day that cannot be it is named."""
    today = localdate()
    head = ["站点编号", "暂停首日", "暂停末日", "暂停原因", "公告日期"]
    said = ["LH-003", today, today + timedelta(4), "供暖维修", today]
    never = ["LH-004", today + timedelta(4), today, "供暖维修", today]
    name = "暖心驿站暂停开放登记表.xlsx"
    clerk = token("clerk")
    told = handed(clerk, listed(head, said, never), name=name).json()
    assert told["worksheets"][0]["recorded"] == {"new": 1, "changed": 0, "same": 0}
    assert (told["errors"][0]["row"], told["errors"][0]["column"]) == (3, "暂停末日")
    again = handed(clerk, listed(head, said), key="k-2", name=name).json()["worksheets"][0]
    assert again["recorded"] == {"new": 0, "changed": 0, "same": 1}
    places = {each["id"]: each for each in Client().get("/near/stations/places.json").json()["places"]}
    assert [each["reason"] for each in places["LH-003"]["temporary_closures"]] == ["heating_repair"]
    assert places["LH-003"]["open_now"] is False and places["LH-004"]["temporary_closures"] == []


def listed(*rows):
    """Return a workbook of one sheet that holds these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
