"""Columns 列: how the ledger's tables number their rows."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Whole = models.BigIntegerField[int, int]
else:
    _Whole = models.BigIntegerField


class RowNumber(_Whole):
    """A primary key that the house gives out itself, in order.

    In SQLite it is the row's own number, so the table needs no second index for it.
    """

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        """Return the column's type: SQLite takes only ``integer`` for a row's own number."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)
