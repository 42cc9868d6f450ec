"""The Django app of the room."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """See the room's docstring."""

    name = "nuanxin.kernel.figures"
    label = "figures"
