"""The one rule of access as a table, and who signs in."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.parties.models import Party

ADMINISTRATORS = ("system", "security", "audit")
"""The three administrators 三员: of the system, of security, of the audit. Nobody is two of them, or one of
them and anything else (GB/T 22239-2019, 8.1.10 and practice of assessors)."""
KEEPER = "keeper"
"""The role that holds at single records, or at those an organisation keeps, and in no area."""
ROLES = ("reader", "clerk", "reviewer", "publisher", "auditor", KEEPER, *ADMINISTRATORS)
READERS = ("reader", "clerk", "reviewer", "publisher", "auditor")
"""The roles that see the records of their areas."""


class Grant(models.Model):
    """A grant 授权: a party has a role in an area and everything below it.

    A keeper's is narrower: it holds at one ``record`` of the area, or at those of it that an ``organisation``
    keeps. ``confirmed_at`` is when a security administrator last said that it is still needed.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=14, choices=[(role, role) for role in ROLES])
    area = models.BigIntegerField()
    organisation = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    record_kind = models.IntegerField(null=True)
    record = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "party", "role", "area", name="granted_once", condition=~models.Q(role=KEEPER)
            ),
            models.UniqueConstraint(
                "party",
                "area",
                "organisation",
                name="keeps_once",
                condition=models.Q(record=None, role=KEEPER),
            ),
            models.UniqueConstraint(
                "party", "record_kind", "record", name="keeps_one_once", condition=~models.Q(record=None)
            ),
            models.CheckConstraint(
                name="a_keeper_keeps_something",
                condition=models.Q(
                    role=KEEPER, organisation=None, record_kind__isnull=False, record__isnull=False
                )
                | models.Q(role=KEEPER, organisation__isnull=False, record_kind=None, record=None)
                | (~models.Q(role=KEEPER) & models.Q(organisation=None, record_kind=None, record=None)),
            ),
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
    password_set_at = models.DateTimeField(null=True)

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


class PastPassword(models.Model):
    """An earlier password 旧密码 of an account, hashed, so that it does not come back."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="past_passwords")
    encoded = models.CharField(max_length=200)
    set_at = models.DateTimeField(default=timezone.now)


class SignInTry(models.Model):
    """Wrong tries 登录失败 in a row for a name or a network address, known by a keyed hash; and the lock."""

    key = models.CharField(max_length=40, primary_key=True)
    failures = models.IntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)
    locked_until = models.DateTimeField(null=True)


class Invitation(models.Model):
    """An invitation 邀请: a link that opens once, by which somebody chooses a password.

    Its word is kept hashed. Without an account it is the first one: it makes the first administrator.
    """

    digest = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations", null=True)
    made_by = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class Release(models.Model):
    """A release 导出放行: somebody asks to export many persons, another one lets it go, once.

    ``what`` is the address of the export, ``persons`` how many it holds. Why it is needed stands in the
    note of its act.
    """

    what = models.CharField(max_length=500)
    title = models.CharField(max_length=120)
    area = models.BigIntegerField()
    persons = models.IntegerField()
    requester = models.BigIntegerField()
    requested_at = models.DateTimeField(default=timezone.now)
    act = models.BigIntegerField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("requester")),
                name="released_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_at=None) | models.Q(approved=True), name="taken_once_approved"
            ),
        ]
