"""What the rounds keep: the places somebody wants on his own list."""

from typing import ClassVar

from django.db import models

from nuanxin.kernel.parties.models import Party


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
