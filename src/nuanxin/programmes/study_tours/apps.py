"""The Django app of this programme: it makes the declaration known at start-up."""

from django.apps import AppConfig


class StudyToursConfig(AppConfig):
    """Registers the programme with the kernel."""

    name = "nuanxin.programmes.study_tours"
    label = "study_tours"

    def ready(self) -> None:
        """Register the declaration once the models are loaded."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.study_tours.programme import PROGRAMME

        register(PROGRAMME)
