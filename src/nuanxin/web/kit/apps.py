"""The page kit's Django app: it keeps the views people saved."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    """Lists, details and exports of declared pages."""

    name = "nuanxin.web.kit"
    label = "kit"
    verbose_name = "页面"

    def ready(self) -> None:
        """Make exports known as long work."""
        from nuanxin.web.jobs.kinds import register_kind
        from nuanxin.web.kit.background import EXPORT

        register_kind(EXPORT)
