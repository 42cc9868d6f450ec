"""Django's entry to the programme."""

from django.apps import AppConfig


class IndustrialTourismConfig(AppConfig):
    """Register the programme when Django is ready."""

    name = "nuanxin.programmes.industrial_tourism"
    label = "industrial_tourism"

    def ready(self) -> None:
        """Make the programme known to the house."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.industrial_tourism.programme import PROGRAMME

        register(PROGRAMME)
