"""The access room's Django app."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may do what, where."""

    name = "nuanxin.kernel.access"
    label = "access"
    verbose_name = "权限"
