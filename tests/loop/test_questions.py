"""A clerk's questions through the pages: dropped, asked, answered once, posted, remembered, undone."""

import re
import signal
import time
from pathlib import Path

import pytest
from django.urls import reverse
from openpyxl import Workbook

from nuanxin.kernel.intake.models import Answer, WaitingRow
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.plain.words import Words
from nuanxin.programmes.industrial_tourism.models import VisitDay
from nuanxin.web.imports.work import KINDS
from nuanxin.web.jobs.kinds import Kind, register_kind
from nuanxin.web.jobs.models import Job
from nuanxin.web.jobs.running import ask_for, cancel
from tests.loop.test_jobs import worker
from tests.people import account_of, client_of, client_over

IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
HEADER = ["日期", "旗县区", "接待点", "是否开放", "接待人次", "其中团队"]


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = IMMEDIATE


def log(folder: Path, name: str, *days: tuple[str, str, int]) -> Path:
    """Write a visitor log; a day is site, date, visitors."""
    book = Workbook()
    book.active.append(["工业旅游接待日志"])
    book.active.append(HEADER)
    for site, day, visitors in days:
        book.active.append([day, "准格尔旗", site, "是", visitors, None])
    book.save(folder / name)
    return folder / name


def usual(site: str, month: int) -> list[tuple[str, str, int]]:
    return [(site, f"2024-{month:02}-{day:02}", 10 + day) for day in range(1, 9)]


def dropped(client, path: Path) -> Job:
    with path.open("rb") as file:
        answer = client.post(reverse("imports"), {"files": file})
    assert answer.status_code == 302, answer.content.decode()[:400]
    return Job.objects.filter(kind="preview").order_by("-pk")[0]


def confirmed(client, preview: Job) -> Job:
    client.post(reverse("confirm_import", args=[preview.pk]), {})
    return Job.objects.filter(kind="import").order_by("-pk")[0]


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:300]
    return answer.content.decode()


def test_from_the_drop_to_the_answer_and_back(demo, tmp_path, django_assert_max_num_queries):
    clerk, before = client_of("clerk", "en"), Entry.objects.count()
    high = [("新观景台", f"2024-08-{day:02}", 900 + day) for day in range(1, 13)]
    path = log(tmp_path, "八月.xlsx", *usual("新观景台", 7), *high)
    preview = dropped(clerk, path)
    shown = text(clerk.get(reverse("import", args=[preview.pk])))
    assert "Post the good rows, ask me about the others" in shown and "12 questions" in shown
    assert Entry.objects.count() == before and not WaitingRow.objects.exists()

    done = confirmed(clerk, preview)
    assert Entry.objects.count() == before + 8
    assert "Answer 12 questions" in text(clerk.get(reverse("import", args=[done.pk])))
    assert "rows wait for your answer" in text(clerk.get(reverse("home")))
    register = reverse("records", args=["industrial_tourism", "days"])
    assert "are not counted yet" in text(clerk.get(register))
    with django_assert_max_num_queries(15):
        page = text(clerk.get(reverse("questions")))
    assert "<mark>901</mark>" in page and "八月.xlsx" in page and "never had more than 18" in page

    (name,) = set(re.findall(r'name="(all\|[^"]+)"', page))
    answer = clerk.post(reverse("questions"), {name: "as_written"})
    assert "12 rows posted" in text(clerk.get(answer.url))
    assert Entry.objects.count() == before + 20 and not verify_records()
    assert VisitDay.objects.get(site="新观景台", day="2024-08-12").visitors == 912

    again = dropped(clerk, log(tmp_path, "八月 (2).xlsx", *reversed(usual("新观景台", 7)), *high))
    shown = text(clerk.get(reverse("import", args=[again.pk])))
    assert "nothing new" in shown and "Answer" not in shown

    clerk.post(reverse("undo_import", args=[done.pk]), {"reason": "correction"})
    undone = Job.objects.get(kind="undo")
    assert (undone.state, undone.result["withdrawn"]) == ("done", 20)
    assert not VisitDay.objects.filter(site="新观景台", withdrawn=False).exists() and not verify_records()


def test_half_a_file_is_refused_and_the_whole_one_starts_clean(demo, tmp_path):
    clerk, before = client_of("clerk", "en"), Entry.objects.count()
    path = log(tmp_path, "八月.xlsx", *usual("新观景台", 7), ("新观景台", "2024-08-01", 901))
    half = tmp_path / "half" / path.name
    half.parent.mkdir()
    half.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with half.open("rb") as file:
        clerk.post(reverse("imports"), {"files": file})
    assert not Job.objects.filter(kind="preview", state="done").exists()
    assert not WaitingRow.objects.exists() and Entry.objects.count() == before
    confirmed(clerk, dropped(clerk, path))
    assert WaitingRow.objects.count() == 1 and Entry.objects.count() == before + 8


def test_a_cancelled_import_leaves_no_row_waiting(demo, tmp_path):
    def stopped_on_the_way(job, pace):
        cancel(Job.objects.get(pk=job.pk))
        return next(kind for kind in KINDS if kind.name == "import").does(job, pace)

    register_kind(Kind("stopped", Words("停", "stopped"), stopped_on_the_way))
    clerk, before = client_of("clerk", "en"), Entry.objects.count()
    path = log(tmp_path, "八月.xlsx", *usual("新观景台", 7), ("新观景台", "2024-08-01", 901))
    preview = dropped(clerk, path)
    job = ask_for(account_of("clerk").actor, "stopped", path.name, preview.given)
    assert job.state == "cancelled"
    assert not WaitingRow.objects.exists() and Entry.objects.count() == before


def test_killed_while_it_settles_all_or_nothing_stands_and_the_next_finishes(demo, tmp_path, settings):
    clerk, before = client_of("clerk", "en"), Entry.objects.count()
    high = [("新观景台", f"2024-08-{day:02}", 900 + day) for day in range(1, 13)]
    confirmed(clerk, dropped(clerk, log(tmp_path, "八月.xlsx", *usual("新观景台", 7), *high)))
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    (name,) = set(re.findall(r'name="(all\|[^"]+)"', text(clerk.get(reverse("questions")))))
    clerk.post(reverse("questions"), {name: "as_written"})
    job = Job.objects.get(kind="settle")
    with worker(demo) as victim:
        deadline = time.monotonic() + 120
        while Job.objects.values_list("state", flat=True).get(pk=job.pk) == "waiting":
            assert time.monotonic() < deadline
            time.sleep(0.005)
        victim.send_signal(signal.SIGKILL)
        victim.wait(20)
    assert Entry.objects.count() in (before + 8, before + 20)
    assert worker(demo, "--once").wait(240) == 0
    assert Entry.objects.count() == before + 20 and not verify_records()
    assert set(WaitingRow.objects.values_list("state", flat=True)) == {"posted"}


def test_answers_are_listed_and_taken_back(demo, tmp_path):
    clerk = client_of("clerk", "en")
    path = log(tmp_path, "八月.xlsx", *usual("新观景台", 7), ("新观景台", "2024-08-01", 901))
    confirmed(clerk, dropped(clerk, path))
    page = text(clerk.get(reverse("questions")))
    (name,) = set(re.findall(r'name="(q\d+)"', page))
    assert clerk.post(reverse("questions"), {name: ""}).status_code == 422
    clerk.post(reverse("questions"), {name: "drop"})
    listed = text(clerk.get(reverse("answers")))
    assert "Do not take these rows" in listed and "left out" in listed
    again = re.search(r'action="([^"]*ask-again/)"', listed)
    assert again
    clerk.post(again[1])
    assert "Nothing was answered yet" in text(clerk.get(reverse("answers")))
    assert dropped(clerk, path).result["tables"][0]["waiting"] == 1


def test_a_row_gone_is_withdrawn_with_a_reason(demo, tmp_path):
    clerk = client_of("clerk", "en")
    confirmed(clerk, dropped(clerk, log(tmp_path, "七月.xlsx", *usual("新观景台", 7))))
    done = confirmed(clerk, dropped(clerk, log(tmp_path, "七月改.xlsx", *usual("新观景台", 7)[:-1])))
    assert "row of the earlier sheet is not in this one" in text(clerk.get(reverse("import", args=[done.pk])))
    page = text(clerk.get(reverse("questions")))
    assert "is not in this one any more" in page and "2024-07-08" in page
    (name,) = set(re.findall(r'name="(q\d+)"', page))
    refused = clerk.post(reverse("questions"), {name: "withdraw"})
    assert refused.status_code == 422 and "Say why" in refused.content.decode()
    answer = clerk.post(reverse("questions"), {name: "withdraw", "reason": "withdrawn"})
    assert "1 record withdrawn" in text(clerk.get(answer.url))
    assert VisitDay.objects.filter(site="新观景台", withdrawn=False).count() == 7


def test_another_offices_clerk_sees_nothing(demo, tmp_path):
    clerk, other = client_of("clerk", "en"), client_over("1508", "clerk", "en")
    path = log(tmp_path, "八月.xlsx", *usual("新观景台", 7), ("新观景台", "2024-08-01", 901))
    confirmed(clerk, dropped(clerk, path))
    page = text(clerk.get(reverse("questions")))
    theirs = text(other.get(reverse("questions")))
    assert "新观景台" in page and "新观景台" not in theirs and "Nothing is asked" in theirs
    (name,) = set(re.findall(r'name="(q\d+)"', page))
    assert other.post(reverse("questions"), {name: "as_written"}).status_code == 422
    assert "wait for your answer" not in text(other.get(reverse("home")))
    assert WaitingRow.objects.get().state == "waiting"
    assert client_over("15", "reader", "en").get(reverse("questions")).status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_extract_of_a_long_sheet_is_one_question(demo, tmp_path, language, django_assert_max_num_queries):
    clerk = client_of("clerk", language)
    year = [row for month in (5, 6, 7) for row in usual("新观景台", month)]
    confirmed(clerk, dropped(clerk, log(tmp_path, "全部.xlsx", *year, *usual("旧码头", 7))))
    before = Entry.objects.count()
    done = confirmed(clerk, dropped(clerk, log(tmp_path, "摘录.xlsx", *year[:5])))
    shown = text(clerk.get(reverse("import", args=[done.pk])))
    assert ("Answer 1 question<" if language == "en" else "回答 1 个疑问<") in shown

    with django_assert_max_num_queries(15):
        page = text(clerk.get(reverse("questions")))
    said = (
        "27 rows that stood in the earlier sheet" if language == "en" else "上次的表（全部.xlsx）里有 27 行"
    )
    assert said in page and "摘录.xlsx" in page and page.count('value="part"') == 1
    (name,) = set(re.findall(r'name="(q\d+)"', page))
    answer = clerk.post(reverse("questions"), {name: "each"})
    assert ("27 rows that are gone" if language == "en" else "有 27 行已不在新交的表里") in text(
        clerk.get(answer.url)
    )

    page = text(clerk.get(reverse("questions")))
    assert page.count('value="withdraw"') == 28, "each, and all alike"
    assert ("All 27 alike" if language == "en" else "这 27 个疑问同类") in page
    (alike,) = set(re.findall(r'name="(all\|[^"]+)"', page))
    clerk.post(reverse("questions"), {alike: "stays"})
    assert 'class="empty"' in text(clerk.get(reverse("questions")))
    assert Entry.objects.count() == before and not verify_records()


def test_an_extract_may_be_said_to_be_one_for_good(demo, tmp_path):
    clerk = client_of("clerk", "en")
    year = [row for month in (5, 6, 7) for row in usual("新观景台", month)]
    confirmed(clerk, dropped(clerk, log(tmp_path, "全部.xlsx", *year)))
    confirmed(clerk, dropped(clerk, log(tmp_path, "摘录.xlsx", *year[:2])))
    (name,) = set(re.findall(r'name="(q\d+)"', text(clerk.get(reverse("questions")))))
    answer = clerk.post(reverse("questions"), {name: "always_part"})
    assert "22 records stay." in text(clerk.get(answer.url))
    confirmed(clerk, dropped(clerk, log(tmp_path, "摘录二.xlsx", *year[2:4])))
    assert 'class="empty"' in text(clerk.get(reverse("questions")))
    kept = text(clerk.get(reverse("answers")))
    assert "as sheets laid out like this always are" in kept
    (again,) = set(re.findall(r'action="([^"]+)"', kept[kept.index("always are") :])) & {
        reverse("ask_again", args=[number]) for number in Answer.objects.values_list("pk", flat=True)
    }
    clerk.post(again)
    confirmed(clerk, dropped(clerk, log(tmp_path, "摘录三.xlsx", *year[4:6])))
    assert "22 rows that stood" in text(clerk.get(reverse("questions")))
