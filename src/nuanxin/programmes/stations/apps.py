"""The Django app of this programme: it makes the declaration known at start-up."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    """Registers the programme with the kernel."""

    name = "nuanxin.programmes.stations"
    label = "stations"

    def ready(self) -> None:
        """Register the declaration once the models are loaded."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.stations.programme import PROGRAMME

        register(PROGRAMME)
