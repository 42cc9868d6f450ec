"""Django's entry to the programme."""

from django.apps import AppConfig


class SandControlConfig(AppConfig):
    """Register the programme when Django is ready."""

    name = "nuanxin.programmes.sand_control"
    label = "sand_control"

    def ready(self) -> None:
        """Make the programme known to the house."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.sand_control.programme import PROGRAMME

        register(PROGRAMME)
