"""The ledger's Django app."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Acts, entries, segments, heads."""

    name = "nuanxin.kernel.ledger"
    label = "ledger"
    verbose_name = "台账"
