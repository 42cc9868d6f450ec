"""What the rounds keep: taps that were counted, and the places somebody wants on his own list."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from nuanxin.kernel.parties.models import Party


class Counted(models.Model):
    """A tap that was counted, by the token its phone gave it: the same token again is the same tap."""

    token = models.CharField(max_length=64, primary_key=True)
    by = models.ForeignKey(Party, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        """Return its token."""
        return self.token


class OwnPlace(models.Model):
    """A place somebody put on his own list of a round; it says nothing about where anybody was."""

    owner = models.ForeignKey(Party, models.CASCADE, related_name="+")
    round = models.CharField(max_length=40)
    key = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("owner", "round", "key", name="own_place_once")]

    def __str__(self) -> str:
        """Return the key of the place."""
        return self.key
