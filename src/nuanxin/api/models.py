"""What the API keeps: tokens (never the secret itself), and sheets handed in under a key."""

from datetime import datetime
from typing import ClassVar

from django.db import models

from nuanxin.kernel.parties.models import Party


class ApiToken(models.Model):
    """A token 令牌: a program acts for its owner, within some scopes, until it expires or is revoked.

    ``prefix`` is shown in lists; of the secret only ``digest`` is kept, an HMAC with the house's key.
    ``made_by`` is the owner, or the system administrator for a machine; ``used_on`` is the last day of use.
    """

    prefix = models.CharField(max_length=8, unique=True)
    digest = models.BinaryField(max_length=32)
    name = models.CharField(max_length=60)
    owner = models.ForeignKey(Party, models.PROTECT, related_name="api_tokens")
    made_by = models.ForeignKey(Party, models.PROTECT, related_name="+")
    scopes = models.CharField(max_length=200, help_text="blanks between")
    made_on = models.DateField()
    expires_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)
    used_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(scopes=""), name="token_is_for_something"),
        ]

    @property
    def scope_names(self) -> list[str]:
        """Its scopes, one by one."""
        return self.scopes.split()


class Handing(models.Model):
    """A sheet handed in under an Idempotency-Key 幂等键, and the answer given, so that it is given again."""

    token = models.ForeignKey(ApiToken, models.PROTECT, related_name="handings")
    key = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of the file")
    report = models.JSONField()
    on = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("token", "key", name="one_handing_a_key")]


class Subscription(models.Model):
    """A subscription 订阅: another system is told of some kinds of event at an https address.

    The secret that signs what is sent is derived from ``nonce`` with the house's key. ``acts_read`` and
    ``heads_read`` are how far the ledger was read for it; it begins with what happens after it was made.
    """

    name = models.CharField(max_length=60)
    url = models.CharField(max_length=400)
    kinds = models.CharField(max_length=200, help_text="blanks between")
    nonce = models.CharField(max_length=64)
    made_by = models.ForeignKey(Party, models.PROTECT, related_name="+")
    made_on = models.DateField()
    ended_on = models.DateField(null=True)
    acts_read = models.BigIntegerField()
    heads_read = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(kinds=""), name="told_of_something"),
        ]


class Delivery(models.Model):
    """A delivery 投递: an event for one subscriber: waiting, arrived, or parked after three days."""

    WAITING, ARRIVED, PARKED = "waiting", "arrived", "parked"

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=40)
    body = models.TextField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    resent_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default=WAITING)
    attempts = models.IntegerField(default=0)
    status = models.IntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("subscription", "event", name="told_once")]
        indexes: ClassVar = [
            models.Index("due_at", name="deliveries_due", condition=models.Q(state="waiting"))
        ]

    @property
    def identity(self) -> str:
        """Its id for ever: a receiver that sees it twice has it already."""
        return f"msg_{self.subscription_id}_{self.event}"

    @property
    def tried_since(self) -> datetime:
        """Since when one has tried."""
        return self.resent_at or self.made_at


class CalendarAddress(models.Model):
    """A calendar's secret address 日历地址: whoever has it reads its owner's dates, until it is revoked."""

    digest = models.BinaryField(max_length=32, unique=True)
    owner = models.ForeignKey(Party, models.PROTECT, related_name="calendar_addresses")
    made_on = models.DateField()
    revoked_on = models.DateField(null=True)
