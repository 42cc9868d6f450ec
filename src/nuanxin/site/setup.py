"""Setting up: migrations, divisions and people. Every step may be repeated and continues what was cut off."""

from django.core.management import call_command

from nuanxin.kernel.areas.loading import load_divisions
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.site.city import City, settle_people


def set_up(city: City) -> dict[str, Actor]:
    """Bring an installation to the state its city declares; return the city's people as actors."""
    call_command("migrate", interactive=False, verbosity=0)
    load_divisions()
    return settle_people(city)
