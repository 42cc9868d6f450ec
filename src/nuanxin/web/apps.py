"""The shell's Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates, charts and maps."""

    name = "nuanxin.web"
    label = "web"
    verbose_name = "网页"
