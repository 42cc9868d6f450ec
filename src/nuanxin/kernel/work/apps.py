"""The work room's Django app."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Work orders and their steps."""

    name = "nuanxin.kernel.work"
    label = "work"
    verbose_name = "工单"
