"""A job 后台任务: work somebody asked for that outlasts a request."""

from django.db import models
from django.utils import timezone

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.wording import in_use
from nuanxin.kernel.parties.models import Party
from nuanxin.web.jobs import progress

WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
STATES = (WAITING, RUNNING, DONE, FAILED, CANCELLED)
OPEN = (WAITING, RUNNING)
WHY = "why"
"""What the result of a job calls the reason why it failed, in each language."""


class Job(models.Model):
    """A job: whose, of which kind, what it was given, how it stands, what came of it.

    ``said`` is the sentence with the remedy where it failed; its result has it in each language. How far
    it has come and whether somebody wants it stopped stands in files beside the data (``progress``): while
    it writes to a SQLite ledger, no other process could read that from a table or write it there.
    """

    owner = models.ForeignKey(Party, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(max_length=10, choices=[(state, state) for state in STATES], default=WAITING)
    given = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    said = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index("owner", "kind", name="jobs_of_somebody"),
            models.Index("state", name="jobs_by_state", condition=models.Q(state__in=OPEN)),
        )

    def __str__(self) -> str:
        """Return what it is."""
        return self.title

    @property
    def actor(self) -> Actor:
        """Its owner, as the ledger knows actors: what the job may do is what its owner may do."""
        return Actor(self.owner_id, self.owner.name)

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN

    @property
    def stopping(self) -> bool:
        """Whether its owner asked for it to stop, and it has not ended yet."""
        return self.open and progress.asked_to_stop(self.pk)

    @property
    def told(self) -> str:
        """Why it failed, in the language in use."""
        return in_use(self.result.get(WHY, {}), self.said)

    @property
    def steps(self) -> tuple[int, int]:
        """How far it has come: done and in all; (0, 0) where nobody has said yet."""
        return progress.steps(self.pk)

    @property
    def percent(self) -> int:
        """How far it has come, in hundredths."""
        done, total = self.steps
        return done * 100 // total if total else 0
