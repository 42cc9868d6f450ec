"""The API's Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST, tokens, and the formats other programs read."""

    name = "nuanxin.api"
    label = "api"
    verbose_name = "接口"

    def ready(self) -> None:
        """Make the API's own actions known, as every room's are, and its long work."""
        import nuanxin.api.actions  # noqa: F401
        from nuanxin.api.doors import add_doors
        from nuanxin.api.handing import HANDING
        from nuanxin.web.jobs.kinds import register_kind

        add_doors()
        register_kind(HANDING)
