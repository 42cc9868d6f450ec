"""The Django app of what is sent later."""

from django.apps import AppConfig


class LaterConfig(AppConfig):
    """Tokens of what was counted."""

    name = "nuanxin.web.later"
    label = "later"
    verbose_name = "待发"
