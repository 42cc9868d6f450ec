"""An office to measure in: a database with the divisions, and a clerk for the whole region."""

from django.core.management import call_command

from nuanxin.kernel.access.actions import found_administrator, grant
from nuanxin.kernel.areas.tree import load_divisions
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.parties.register import named

REGION = 150_000_000_000


def opened() -> Actor:
    """Bring the database of this process up to date, load the divisions, and return a clerk."""
    call_command("migrate", verbosity=0)
    load_divisions()
    people = [named("person", name) or _entered(name) for name in ("bench administrator", "bench clerk")]
    administrator, clerk = (Actor(person.pk, person.name) for person in people)
    found_administrator(By(administrator), administrator.party, REGION)
    grant(By(administrator), clerk.party, "clerk", REGION)
    return clerk


def _entered(name: str) -> Party:
    person = Party(kind="person", demonstration=True)
    person.name = name
    person.save()
    return person
