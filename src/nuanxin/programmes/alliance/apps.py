"""The Django app of this programme: it makes the declaration known at start-up."""

from django.apps import AppConfig


class AllianceConfig(AppConfig):
    """Registers the programme with the kernel."""

    name = "nuanxin.programmes.alliance"
    label = "alliance"

    def ready(self) -> None:
        """Register the declaration once the models are loaded."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.alliance.programme import PROGRAMME

        register(PROGRAMME)
