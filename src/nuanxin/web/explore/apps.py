"""The explorer's Django app: its templates and its words."""

from django.apps import AppConfig


class ExploreConfig(AppConfig):
    """See the room's docstring."""

    name = "nuanxin.web.explore"
    label = "explore"
    verbose_name = "统计查询"
