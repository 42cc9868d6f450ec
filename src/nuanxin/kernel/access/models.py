"""The one rule of access as a table."""

from typing import ClassVar

from django.db import models

from nuanxin.kernel.parties.models import Party

ROLES = ("clerk", "reviewer", "publisher", "auditor", "administrator")


class Grant(models.Model):
    """A grant 授权: a party has a role in an area and everything below it."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=14, choices=[(role, role) for role in ROLES])
    area = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("party", "role", "area", name="granted_once"),
            models.CheckConstraint(condition=models.Q(role__in=ROLES), name="known_role"),
        ]

    def __str__(self) -> str:
        """Return who may be what, and where."""
        return f"{self.party_id} {self.role} {self.area}"
