"""Long work: done wholly or not at all, whoever dies; stopped where somebody asks; seen by its owner only."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as configured
from django.urls import reverse

from nuanxin.kernel.access.models import Account, Release
from nuanxin.kernel.intake.files import keep_file
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.ledger.verify import verify
from nuanxin.plain.words import Words
from nuanxin.site.city import read_city
from nuanxin.web.jobs import progress
from nuanxin.web.jobs.kinds import Kind, register_kind
from nuanxin.web.jobs.models import Job
from nuanxin.web.jobs.running import ask_for, cancel, take_up
from tests import installations
from tests.people import account_of, client_of

IMMEDIATE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def at_once(settings):
    settings.TASKS = IMMEDIATE


def new_sheet(folder: Path) -> Path:
    """Write a workbook of stations nobody has yet."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(
        ["驿站编号", "驿站名称", "依托场所", "所在街道（乡镇）", "地址", "启用日期", "撤销日期"]
    )
    for number in range(400):
        row = [f"K-{number}", f"驿站{number}", "沿街商户", "临河区解放街道", "一层", "2024-05-01", None]
        book.active.append(row)
    path = folder / "new.xlsx"
    book.save(path)
    return path


def asked(path: Path, kind: str = "import") -> Job:
    kept = keep_file(path, path.name)
    given = {"digest": kept.digest.hex(), "name": path.name}
    return ask_for(account_of("clerk").actor, kind, path.name, given)


def worker(data: Path, *words: str) -> subprocess.Popen[bytes]:
    given = {**os.environ, "NUANXIN_DATA": str(data), "NUANXIN_DATABASE": installations.named(data)}
    given["DJANGO_SETTINGS_MODULE"] = "nuanxin.site.settings"
    return subprocess.Popen([sys.executable, "-m", "nuanxin.site.cli", "worker", *words], env=given)


def test_a_true_worker_takes_a_workbook_in(demo, tmp_path):
    before = Entry.objects.count()
    job = asked(new_sheet(tmp_path))
    assert job.state == "waiting"
    assert worker(demo, "--once").wait(120) == 0
    job.refresh_from_db()
    assert (job.state, job.result["tables"][0]["posted"]) == ("done", 400)
    assert Entry.objects.count() == before + 400
    assert not verify()


def test_a_killed_worker_leaves_all_or_nothing_and_the_next_finishes(demo, tmp_path):
    before = Entry.objects.count()
    job = asked(new_sheet(tmp_path))
    with worker(demo) as victim:
        deadline = time.monotonic() + 60
        while not progress.steps(job.pk)[0] and time.monotonic() < deadline and _state(job) != "done":
            time.sleep(0.005)
        victim.send_signal(signal.SIGKILL)
        victim.wait(20)
    assert Entry.objects.count() in (before, before + 400)
    assert worker(demo, "--once").wait(120) == 0
    job.refresh_from_db()
    assert job.state == "done"
    assert Entry.objects.count() == before + 400
    assert Act.objects.filter(verb="stations.register_stations", entries=400).count() <= 1
    assert not verify()


def _state(job: Job) -> str:
    return str(Job.objects.values_list("state", flat=True).get(pk=job.pk))


def test_a_job_that_died_twice_says_what_to_do(demo, at_once):
    job = Job.objects.create(owner=account_of("clerk").party, kind="import", title="x", language="en")
    Job.objects.filter(pk=job.pk).update(state="running", attempts=2)
    assert take_up() == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert "smaller parts" in job.said


def test_a_job_another_process_holds_is_left_alone(demo, at_once):
    job = Job.objects.create(owner=account_of("clerk").party, kind="import", title="x", state="running")
    with progress.alone(job.pk) as held:
        assert held
        assert take_up() == 0
    assert _state(job) == "running"


def test_stopping_takes_everything_back(demo, at_once, tmp_path):
    before = Entry.objects.count()

    def stopped_on_the_way(job, pace):
        cancel(Job.objects.get(pk=job.pk))
        from nuanxin.web.imports.work import KINDS

        return next(kind for kind in KINDS if kind.name == "import").does(job, pace)

    register_kind(Kind("stopped", Words("停", "stopped"), stopped_on_the_way))
    job = asked(new_sheet(tmp_path), "stopped")
    assert job.state == "cancelled"
    assert Entry.objects.count() == before


def test_waiting_work_is_stopped_at_once(demo, tmp_path):
    job = asked(new_sheet(tmp_path))
    client = client_of("clerk", "en")
    client.post(reverse("stop_job", args=[job.pk]))
    assert _state(job) == "cancelled"
    assert worker(demo, "--once").wait(120) == 0
    assert _state(job) == "cancelled"
    assert "nothing of it was kept" in client.get(reverse("import", args=[job.pk])).content.decode()


def test_progress_is_told_while_it_waits_and_the_page_comes_back_when_done(demo, tmp_path):
    client = client_of("clerk", "en")
    job = asked(new_sheet(tmp_path))
    told = client.get(reverse("job_progress", args=[job.pk]), headers={"hx-request": "true"})
    assert 'hx-trigger="every 1s"' in told.content.decode()
    Job.objects.filter(pk=job.pk).update(state="done")
    told = client.get(reverse("job_progress", args=[job.pk]), headers={"hx-request": "true"})
    assert told["HX-Refresh"] == "true"


def test_work_is_its_owners_only(demo, at_once):
    job = asked(next(p for p in read_city(configured.NUANXIN["city"]).sheets if "景点" in p.name), "preview")
    assert Account.objects.filter(username="bayannur").exists()
    other = client_of("bayannur")
    for name in ("job", "job_progress", "job_file", "import", "returned_import"):
        assert other.get(reverse(name, args=[job.pk])).status_code == 404
    assert other.post(reverse("stop_job", args=[job.pk])).status_code == 404
    assert other.post(reverse("confirm_import", args=[job.pk])).status_code == 404


def test_large_exports_run_in_the_background(demo, at_once, monkeypatch):
    monkeypatch.setattr("nuanxin.web.kit.views.AT_ONCE", 5)
    client = client_of("clerk", "en")
    address = reverse("records_export", args=["grid", "hazards", "csv"])
    asking = client.get(address).url
    assert asking.startswith(reverse("ask_release")), "its rows are about persons"
    wanted = parse_qs(urlsplit(asking).query)["wanted"]
    client.post(reverse("ask_release"), {"wanted": wanted, "why": "for the year's report"})
    client_of("reviewer").post(reverse("decide_release", args=[Release.objects.get().pk]), {"word": "yes"})
    answer = client.get(address)
    assert answer.status_code == 302 and "let go by" in Job.objects.get(kind="export").title
    page = client.get(answer.url).content.decode()
    file = client.get(page.partition('class="button primary" href="')[2].partition('"')[0])
    assert file.content.decode().count("\n") > 5
    assert client_of("bayannur").get(answer.url + "file/").status_code == 404
