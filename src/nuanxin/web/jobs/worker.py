"""The worker 后台进程: takes jobs from the queue, one after the other, until it is asked to end."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from nuanxin.web.jobs.models import OPEN, Job
from nuanxin.web.jobs.progress import STOPPING
from nuanxin.web.jobs.running import take_up

LOOKS_S = 1.0
KEPT_DAYS = 7
"""So long the output of a job and the queue's own notes are kept."""


def work(*, once: bool = False, parent: int = 0) -> None:
    """Run jobs until asked to end, until the process that started this one is gone, or until none is left."""
    signal.signal(signal.SIGTERM, lambda *_: STOPPING.set())
    signal.signal(signal.SIGINT, lambda *_: STOPPING.set())
    tidy()
    take_up(waiting=True)
    while not STOPPING.is_set() and not (parent and os.getppid() != parent):
        close_old_connections()
        if Job.objects.filter(state__in=OPEN).exists():
            take_up()
            _drain()
        if once:
            return
        STOPPING.wait(LOOKS_S)


def _drain() -> None:
    """Run what the queue holds; the library's worker leaves when it is empty."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    ).run()


def tidy() -> None:
    """Take away outputs and queue notes nobody comes for any more."""
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - timedelta(days=KEPT_DAYS)).delete()
    oldest = time.time() - KEPT_DAYS * 86_400
    for path in (Path(settings.NUANXIN["data"]) / "jobs").glob("*.*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
