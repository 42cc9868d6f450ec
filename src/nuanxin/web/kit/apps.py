"""The page kit's Django app: it keeps the views people saved."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Lists, details and exports of declared pages."""

    name = "nuanxin.web.kit"
    label = "kit"
    verbose_name = "页面"
