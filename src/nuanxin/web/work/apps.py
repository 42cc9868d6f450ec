"""The Django app of the work orders' pages; it keeps nothing of its own."""

from django.apps import AppConfig


class WorkPagesConfig(AppConfig):
    """Work orders as people see and move them."""

    name = "nuanxin.web.work"
    label = "work_pages"
    verbose_name = "工单"

    def ready(self) -> None:
        """Let the home page count what waits."""
        from nuanxin.web.today.hands import register_hand
        from nuanxin.web.work.waiting import orders_waiting

        register_hand(orders_waiting)
