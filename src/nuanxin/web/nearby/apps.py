"""The Django app of the finders; it keeps nothing."""

from django.apps import AppConfig


class NearbyConfig(AppConfig):
    """The nearest open place."""

    name = "nuanxin.web.nearby"
    label = "nearby"
    verbose_name = "就近查找"
