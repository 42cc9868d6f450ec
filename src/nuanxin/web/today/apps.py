"""The Django app of today's work: it registers what the kit knows to need a hand."""

from django.apps import AppConfig


class TodayConfig(AppConfig):
    """Home, boards and search of those who are signed in."""

    name = "nuanxin.web.today"
    label = "today"
    verbose_name = "今天"

    def ready(self) -> None:
        """Register the sources of work."""
        from nuanxin.web.today.duties import bulletins_waiting, exports_waiting, grants_waiting
        from nuanxin.web.today.hands import register_hand
        from nuanxin.web.today.sources import imports_left, records_lacking, rows_waiting, seal_age

        duties = (bulletins_waiting, exports_waiting, grants_waiting)
        for source in (rows_waiting, imports_left, *duties, records_lacking, seal_age):
            register_hand(source)
