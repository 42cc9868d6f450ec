"""The Django app of this programme: it makes the declaration known at start-up."""

from django.apps import AppConfig


class GreenChannelConfig(AppConfig):
    """Registers the programme with the kernel."""

    name = "nuanxin.programmes.green_channel"
    label = "green_channel"

    def ready(self) -> None:
        """Register the declaration once the models are loaded."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.green_channel.programme import PROGRAMME

        register(PROGRAMME)
