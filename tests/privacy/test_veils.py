"""A person's name that an action quotes in its refusal stands on no page, in no file, log or answer."""

import logging
from dataclasses import replace
from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from nuanxin.api.actions import make_token
from nuanxin.api.scopes import SCOPES
from nuanxin.kernel.intake import catalogue
from nuanxin.kernel.intake.catalogue import sheet
from nuanxin.kernel.intake.faults import BadRow, CellError, RowsRefused
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.possible import DoubleKey
from nuanxin.site.logs import JsonLines, TextLines
from nuanxin.web.jobs.models import Job
from tests.people import client_of
from tests.privacy.sown import somebody

NAME, SHOWN = "欧阳示例", "欧**例"


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


ROWS = [
    ["GR-1", "2024.5.1", "消防隐患", "临河区", "东巷", NAME],
    ["GR-2", "2024.5.2", "消防隐患", "临河区", "东巷", "WG-7"],
]
HEADER = ["事件编号", "发现日期", "问题类别", "所在社区（村）", "具体位置", "处理人编号"]


def workbook() -> bytes:
    book, file = Workbook(), BytesIO()
    for row in (["治安线索和安全隐患台账"], HEADER, *ROWS):
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def refusing(error, first):
    def into(by, rows, rehearse=False):
        if any(NAME in row.values.values() for row in rows):
            raise error()
        return first(by, rows, rehearse=rehearse)

    return into


ERRORS = {
    "a row": lambda: RowsRefused([BadRow(3, "处理人编号", f"{NAME}没有登记", f"先登记{NAME}")]),
    "a double key": lambda: DoubleKey(f"two rows have the key GR-1|{NAME}"),
    "the whole sheet": lambda: CellError(f"{NAME}没有登记", f"先登记{NAME}"),
    "a fault of ours": lambda: RuntimeError(f"{NAME} broke it"),
}


@pytest.fixture(params=ERRORS)
def refused(request, demo, monkeypatch, caplog):
    """Let the grid's sheet refuse, quoting the name of a person in its rows."""
    caplog.set_level(logging.DEBUG)
    grid = sheet("grid.hazards")
    told = replace(grid, into=refusing(ERRORS[request.param], grid.into))
    monkeypatch.setitem(catalogue._sheets, grid.name, told)
    return request.param


def logged(caplog) -> str:
    return "\n".join(style().format(record) for record in caplog.records for style in (JsonLines, TextLines))


def test_through_the_pages(refused, caplog):
    clerk = client_of("clerk", "en")
    clerk.post(reverse("imports"), {"files": SimpleUploadedFile("台账.xlsx", workbook())})
    clerk.post(reverse("confirm_import", args=[Job.objects.get(kind="preview").pk]), {})
    jobs = Job.objects.filter(kind__in=("preview", "import"))
    pages = [clerk.get(reverse("import", args=[job.pk])).content.decode() for job in jobs]
    assert not any(NAME in page for page in pages)
    assert refused == "a fault of ours" or any(SHOWN in page for page in pages)
    assert NAME not in logged(caplog) and not any(
        NAME in str((job.said, job.result)) for job in Job.objects.all()
    )


def test_through_the_file_that_is_handed_back(demo, monkeypatch):
    grid = sheet("grid.hazards")
    told = replace(grid, into=refusing(ERRORS["a row"], grid.into))
    monkeypatch.setitem(catalogue._sheets, grid.name, told)
    clerk = client_of("clerk", "en")
    clerk.post(reverse("imports"), {"files": SimpleUploadedFile("台账.xlsx", workbook())})
    preview = Job.objects.get(kind="preview")
    clerk.post(reverse("confirm_import", args=[preview.pk]), {})
    done = Job.objects.get(kind="import")
    back = clerk.get(reverse("returned_import", args=[done.pk])).content
    rows = list(load_workbook(BytesIO(back)).active.iter_rows(min_row=2, values_only=True))
    assert NAME in rows[1], "her own column is as she wrote it"
    added = [cell for row in rows for cell in row[len(HEADER) :] if cell]
    assert any(SHOWN in cell for cell in added) and not any(NAME in cell for cell in added)


def test_through_the_api(refused, caplog):
    _token, secret = make_token(By(somebody("clerk")), "test", list(SCOPES), None).result
    client = Client(
        headers={"authorization": f"Bearer {secret}", "accept-language": "en"}, raise_request_exception=False
    )
    settings.NUANXIN_API_RATE = 1_000_000
    file = SimpleUploadedFile("台账.xlsx", workbook())
    answer = client.post("/api/v1/sheets", {"file": file}, headers={"idempotency-key": "k-1"})
    said = answer.content.decode()
    assert NAME not in said and NAME.encode("unicode_escape").decode() not in said
    assert refused == "a fault of ours" or SHOWN in str(answer.json())
    assert NAME not in logged(caplog)
