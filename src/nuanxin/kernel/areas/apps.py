"""The areas room's Django app."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """The division tree."""

    name = "nuanxin.kernel.areas"
    label = "areas"
    verbose_name = "区域"
