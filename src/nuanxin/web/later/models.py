"""What is kept of a tap so that it counts once: the token its phone gave it, until it cannot come again."""

from django.db import models

from nuanxin.kernel.parties.models import Party


class Counted(models.Model):
    """A tap that was counted, by a token made up for it alone: the same token again is the same tap.

    ``by`` is whoever sent it, nobody where a passer-by did; ``until`` is when the token is forgotten.
    """

    token = models.CharField(max_length=64, primary_key=True)
    by = models.ForeignKey(Party, models.CASCADE, null=True, related_name="+")
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Return its token."""
        return self.token
