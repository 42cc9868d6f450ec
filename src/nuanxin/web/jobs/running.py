"""Running 运行: a job asked for, run, finished, and taken up again where its process died.

A job is run by whoever holds its lock. What a kind writes to the ledger it writes in one transaction
together with the job's result (``finish`` inside it), so that a job is done wholly or not at all.
"""

import logging
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_tasks import task

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.wording import in_each_language
from nuanxin.web.jobs import progress
from nuanxin.web.jobs.kinds import kind_of
from nuanxin.web.jobs.models import CANCELLED, DONE, FAILED, OPEN, RUNNING, WAITING, WHY, Job

ATTEMPTS = 2
"""A job whose process died is tried once more; after that somebody should look."""

log = logging.getLogger("nuanxin.jobs")


def ask_for(actor: Actor, kind: str, title: str, given: dict[str, Any]) -> Job:
    """Put a job into the queue for its owner and return it."""
    job = Job.objects.create(
        owner_id=actor.party,
        kind=kind,
        title=title[:255],
        given=given,
        language=(get_language() or "zh-hans")[:10],
    )
    run_job.enqueue(job.pk)
    job.refresh_from_db()
    return job


def job_address(job: Job) -> str:
    """Return the page of a job."""
    return reverse(kind_of(job).page, args=[job.pk])


@task()
def run_job(number: int) -> None:
    """Run a job, unless another process does or it is finished already."""
    with progress.alone(number) as held:
        if not held:
            return
        mine = Job.objects.filter(pk=number, state__in=OPEN)
        if mine.update(state=RUNNING, attempts=F("attempts") + 1):
            _run(Job.objects.select_related("owner").get(pk=number))


def _run(job: Job) -> None:
    kind = kind_of(job)
    with override(job.language):
        try:
            if progress.asked_to_stop(job.pk):
                raise progress.Cancelled
            finish(job, DONE, result=kind.does(job, progress.Pace(job.pk)))
        except progress.Cancelled:
            finish(job, CANCELLED)
        except progress.Interrupted:
            Job.objects.filter(pk=job.pk).update(state=WAITING, attempts=F("attempts") - 1)
        except kind.refusals as fault:
            finish(job, FAILED, why=_told_of(fault))
        except Exception:
            log.exception("job %d of kind %s failed", job.pk, job.kind)
            finish(job, FAILED, why=in_each_language(_broke))


def _told_of(fault: Exception) -> dict[str, str]:
    """Return what a refusal says in each language; some had to be worked out anew for that, and know it."""
    return getattr(fault, "told", None) or in_each_language(lambda: str(fault))


def _broke() -> str:
    return _("Something of ours broke, and nothing was kept. The log has it; try again, or tell us.")


def _stopped_twice() -> str:
    return _("The machine stopped twice while it ran, and nothing was kept. Try it in smaller parts.")


def finish(
    job: Job, state: str, *, result: dict[str, Any] | None = None, why: dict[str, str] | None = None
) -> None:
    """Write how a job ended; the first word counts: a kind may write it in its own transaction.

    ``why`` says in each language why it failed.
    """
    found = {**(result or {}), **({WHY: why} if why else {})}
    said = (why or {}).get(job.language, next(iter((why or {}).values()), ""))
    ended = {"state": state, "said": said, "finished_at": timezone.now(), "result": found}
    Job.objects.filter(pk=job.pk, state__in=OPEN).update(**ended)
    progress.clear(job.pk)


def cancel(job: Job) -> None:
    """Stop a job: at once where it has not begun, else as soon as it looks."""
    if Job.objects.filter(pk=job.pk, state=WAITING).update(state=CANCELLED, finished_at=timezone.now()):
        return
    progress.ask_to_stop(job.pk)


def take_up(*, waiting: bool = False) -> int:
    """Put jobs whose process died back into the queue; one that died twice is marked failed.

    ``waiting`` also queues again what waits, once, when a worker starts: a job that is queued twice runs
    once. Return how many were queued.
    """
    queued = 0
    for job in Job.objects.filter(state__in=OPEN if waiting else (RUNNING,)):
        with progress.alone(job.pk) as free:
            if free:
                queued += _again(job)
    return queued


def _again(job: Job) -> bool:
    if job.state == RUNNING and job.attempts >= ATTEMPTS:
        finish(job, FAILED, why=in_each_language(_stopped_twice))
        return False
    Job.objects.filter(pk=job.pk, state=RUNNING).update(state=WAITING)
    run_job.enqueue(job.pk)
    return True
