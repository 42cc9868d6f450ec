"""The rules room's Django app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Rule packs and reference values."""

    name = "nuanxin.kernel.rules"
    label = "rules"
    verbose_name = "规则"
