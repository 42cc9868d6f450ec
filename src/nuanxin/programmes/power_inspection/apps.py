"""Django's entry to the programme."""

from django.apps import AppConfig


class PowerInspectionConfig(AppConfig):
    """Register the programme when Django is ready."""

    name = "nuanxin.programmes.power_inspection"
    label = "power_inspection"

    def ready(self) -> None:
        """Make the programme known to the house."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.power_inspection.programme import PROGRAMME

        register(PROGRAMME)
