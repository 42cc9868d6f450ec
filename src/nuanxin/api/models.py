"""What the API keeps: tokens (never the secret itself), and sheets handed in under a key."""

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
