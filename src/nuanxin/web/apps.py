"""The shell's Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates, charts and maps."""

    name = "nuanxin.web"
    label = "web"
    verbose_name = "网页"

    def ready(self) -> None:
        """Register what waits for somebody in the rooms of the shell."""
        from nuanxin.web.editor.waiting import bulletins_waiting
        from nuanxin.web.suggestions.waiting import suggestions_waiting
        from nuanxin.web.today.hands import register_hand

        register_hand(bulletins_waiting)
        register_hand(suggestions_waiting)
