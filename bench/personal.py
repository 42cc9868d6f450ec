"""Claim: a million personal fields lie under new keys within ten minutes, and a page opens at once."""

from collections.abc import Iterator

from bench import child
from bench.claim import Claim
from bench.clock import spent
from bench.scratch import emptied
from bench.sizes import sizes, target

NAME = "personal"
PACKAGES = ("cryptography", "Django")
SEATS = 5_000


def claims() -> Iterator[Claim]:
    """Enter persons with phones, rotate the keys as the command does, then open a page of 50."""
    fields, folder = sizes().book // 10, emptied("personal")
    child.call("bench.personal:prepare", folder, fields=fields)
    found = child.call("bench.personal:measure", folder)
    size = f"{fields:,} sealed fields with blind indexes"
    yield Claim(
        claim="keys rotated: every field opened, sealed and indexed anew, durably: seconds (wall)",
        value=found["rotate_s"],
        unit="s",
        to_reach=target("<= 600"),
        size=size,
        cpu_s=found["rotate_cpu_s"],
        packages=PACKAGES,
    )
    yield Claim(
        claim="a page of 50 persons opened: read, decrypted, masked: milliseconds",
        value=found["page_ms"],
        unit="ms",
        to_reach="<= 20",
        size=size,
        packages=PACKAGES,
    )


def prepare(fields: int) -> None:
    """Enter half as many persons, each with a name and a phone."""
    from django.db import transaction

    from bench.office import opened
    from nuanxin.kernel.ledger.models import Act
    from nuanxin.kernel.parties.models import Particular, Party
    from nuanxin.kernel.privacy.fields import conceal
    from nuanxin.kernel.privacy.ring import Ring

    opened()
    act, ring = Act.objects.latest("number"), Ring()
    for start in range(0, fields // 2, SEATS):
        people = [Party(kind="person") for _ in range(start, min(start + SEATS, fields // 2))]
        phones = [Particular(party=person, kind="phone", act=act) for person in people]
        for number, (person, phone) in enumerate(zip(people, phones, strict=True), start):
            conceal(person, "sealed_name", f"某人{number}", ring)
            conceal(phone, "value", f"13{number:09}", ring)
        with transaction.atomic():
            Party.objects.bulk_create(people)
            Particular.objects.bulk_create(phones)


def measure() -> dict[str, float]:
    """Rotate, refuse where anything still lies under an old key, and open a page several times."""
    from nuanxin.kernel.access.people import shown
    from nuanxin.kernel.parties.models import Party
    from nuanxin.kernel.privacy import rotation
    from nuanxin.site.locksmith import in_use, rotate

    took = spent(lambda: rotate(lambda _name, _done, _total: None))
    if not in_use() <= rotation.newest():
        raise RuntimeError("values were left under old keys")

    ids = list(Party.objects.filter(kind="person").order_by().values_list("id", flat=True)[:50])

    def page() -> None:
        people = list(Party.objects.filter(id__in=ids))
        shown(people, {person.id: set() for person in people})

    page()
    opened = spent(page, 20)
    return {"rotate_s": took.wall_s, "rotate_cpu_s": took.cpu_s, "page_ms": 1_000 * opened.wall_s}
