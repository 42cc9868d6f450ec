"""Handing over 移交: the jobs of a leaver that are not done yet go to whoever takes the duties over."""

from django.db.models import Q

from nuanxin.kernel.ledger.acts import Act
from nuanxin.web.jobs.models import DONE, FAILED, OPEN, Job


def hand_jobs_over(act: Act, leaver: int, successor: int) -> int:
    """Give a leaver's open jobs, and the imports that still wait for him, to a successor; return how many.

    A job may do what its owner may do, so it goes on under the successor's grants. Drafts of bulletins
    belong to an area and go with its roles.
    """
    left = Q(state__in=OPEN) | Q(kind__in=("preview", "import"), state__in=(DONE, FAILED))
    moved = Job.objects.filter(left, owner_id=leaver)
    return int(moved.update(owner_id=successor))
