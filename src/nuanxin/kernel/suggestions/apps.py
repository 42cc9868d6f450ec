"""The Django app of the room."""

from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    """See the room's docstring."""

    name = "nuanxin.kernel.suggestions"
    label = "suggestions"
    verbose_name = "投诉建议"
