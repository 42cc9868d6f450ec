"""The Django app of the rounds."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Going from place to place."""

    name = "nuanxin.web.rounds"
    label = "rounds"
    verbose_name = "巡查"

    def ready(self) -> None:
        """Let the home page of a keeper say what is to be done today."""
        from nuanxin.web.rounds.waiting import places_waiting
        from nuanxin.web.today.hands import register_hand

        register_hand(places_waiting)
