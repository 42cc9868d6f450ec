"""Django's entry to the programme."""

from django.apps import AppConfig


class CapitalWorksConfig(AppConfig):
    """Register the programme when Django is ready."""

    name = "nuanxin.programmes.capital_works"
    label = "capital_works"

    def ready(self) -> None:
        """Make the programme known to the house."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.capital_works.programme import PROGRAMME

        register(PROGRAMME)
