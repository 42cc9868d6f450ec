"""The API's Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST, tokens, and the formats other programs read."""

    name = "nuanxin.api"
    label = "api"
    verbose_name = "接口"

    def ready(self) -> None:
        """Make the API's own actions known, as every room's are."""
        import nuanxin.api.actions  # noqa: F401
        from nuanxin.api.doors import add_doors

        add_doors()
