"""The one rule of access as a table, and who signs in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.parties.models import Party

ADMINISTRATORS = ("system", "security", "audit")
"""The three administrators 三员: of the system, of security, of the audit. Nobody is two of them, or one of
them and anything else (GB/T 22239-2019, 8.1.10 and practice of assessors)."""
ROLES = ("reader", "clerk", "reviewer", "publisher", "auditor", *ADMINISTRATORS)
READERS = ("reader", "clerk", "reviewer", "publisher", "auditor")
"""The roles that see the records of their areas."""


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


class _Accounts(BaseUserManager["Account"]):
    """Accounts with the persons behind them, by the name one signs in with."""

    def get_queryset(self) -> "models.QuerySet[Account]":
        """Return all, each with its person: whoever asks for an account asks who it is."""
        return super().get_queryset().select_related("party")

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of a sign-in name, whatever its case."""
        return self.get(username=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """An account 账号: a person of the house who may sign in. What they may do stands in their grants.

    ``username`` is what one types at the door, in lower case; it is no name of a person. An account
    is never deleted, so that its acts keep their author: it is closed (``is_active`` false).
    """

    username = models.CharField(max_length=40, unique=True)
    party = models.OneToOneField(Party, models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = _Accounts()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(username=""), name="account_has_a_name"),
        ]

    @property
    def actor(self) -> Actor:
        """The person behind it, as the ledger knows actors."""
        return Actor(self.party_id, self.party.name)
