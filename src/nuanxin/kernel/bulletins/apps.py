"""The Django app of the room."""

from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    """See the room's docstring."""

    name = "nuanxin.kernel.bulletins"
    label = "bulletins"
