"""Django's entry to the programme."""

from django.apps import AppConfig


class SeniorUniversityConfig(AppConfig):
    """Register the programme when Django is ready."""

    name = "nuanxin.programmes.senior_university"
    label = "senior_university"

    def ready(self) -> None:
        """Make the programme known to the house."""
        from nuanxin.kernel.programme import register
        from nuanxin.programmes.senior_university.programme import PROGRAMME

        register(PROGRAMME)
