"""The shell's Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates, charts and maps."""

    name = "nuanxin.web"
    label = "web"
    verbose_name = "网页"

    def ready(self) -> None:
        """Register what waits for somebody in the rooms of the shell, and goes over when he leaves."""
        from nuanxin.kernel.access.accounts import DUTIES
        from nuanxin.web.editor.waiting import bulletins_waiting
        from nuanxin.web.jobs.handing import hand_jobs_over
        from nuanxin.web.suggestions.waiting import suggestions_waiting
        from nuanxin.web.today.hands import register_hand

        register_hand(bulletins_waiting)
        register_hand(suggestions_waiting)
        DUTIES.append(hand_jobs_over)
