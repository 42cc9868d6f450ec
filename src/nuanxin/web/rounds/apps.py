"""The Django app of the rounds."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Going from place to place."""

    name = "nuanxin.web.rounds"
    label = "rounds"
    verbose_name = "巡查"
