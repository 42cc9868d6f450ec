"""The parties room's Django app."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """Who acts and whom acts concern."""

    name = "nuanxin.kernel.parties"
    label = "parties"
    verbose_name = "主体"
