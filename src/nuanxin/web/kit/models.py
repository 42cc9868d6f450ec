"""Saved views 常用视图: a question to a page, kept by its asker under a name."""

from typing import ClassVar

from django.db import models

from nuanxin.kernel.parties.models import Party


class SavedView(models.Model):
    """A question somebody saved: which page, under which name, as an address writes it.

    It holds no rows: whoever opens the address sees what lies in his own areas.
    """

    owner = models.ForeignKey(Party, models.CASCADE, related_name="+")
    page = models.CharField(max_length=80)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("owner", "page", "name", name="one_view_of_a_name")]

    def __str__(self) -> str:
        """Return its name."""
        return self.name
