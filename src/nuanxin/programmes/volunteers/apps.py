"""The Django app of this programme: it makes the declaration known at start-up."""

from django.apps import AppConfig


class VolunteersConfig(AppConfig):
    """Registers the programme with the kernel."""

    name = "nuanxin.programmes.volunteers"
    label = "volunteers"

    def ready(self) -> None:
        """Register the declaration once the models are loaded."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.volunteers.programme import PROGRAMME

        register(PROGRAMME)
