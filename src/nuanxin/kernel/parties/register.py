"""The register of parties: the one way to find or enter them, always inside an act."""

from collections.abc import Iterable

from nuanxin.kernel.ledger.acts import Act
from nuanxin.kernel.ledger.records import TooLong
from nuanxin.kernel.parties.models import KINDS, Party

_BATCH = 5_000


def ensure(
    act: Act, kind: str, names: Iterable[str], area: int | None = None, *, demonstration: bool = False
) -> dict[str, int]:
    """Return the id of the party of each name, entering those that are not there yet.

    ``kind`` is one of ``KINDS``; parties of one kind, name and ``area`` are one, so two persons of
    one name are told apart by what their sheet adds to it. ``demonstration`` marks new parties as
    invented. Entering a party alone leaves an act about the last one entered. Raises TooLong.
    """
    if kind not in KINDS:
        raise ValueError(f"kind of party {kind!r} is none of {', '.join(KINDS)}")
    wanted = list(dict.fromkeys(names))
    most = Party._meta.get_field("name").max_length or 0
    if long := [(name, most, None) for name in wanted if len(name) > most]:
        raise TooLong(long)
    found = _known(kind, wanted, area)
    fresh = [
        Party(kind=kind, name=name, area=area, demonstration=demonstration)
        for name in wanted
        if name not in found
    ]
    if fresh:
        Party.objects.bulk_create(fresh, batch_size=_BATCH)
        found.update({party.name: party.id for party in fresh})
        if not act.object:
            act.about("party", fresh[-1].id)
    return found


def _known(kind: str, names: list[str], area: int | None) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(names), _BATCH):
        some = Party.objects.filter(kind=kind, area=area, name__in=names[start : start + _BATCH])
        found.update(some.values_list("name", "id"))
    return found


def party_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the name of each party by id; ids that are no party's (a plot, a project) are left out."""
    wanted = list(set(ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _BATCH):
        some = Party.objects.filter(id__in=wanted[start : start + _BATCH])
        found.update(some.values_list("id", "name"))
    return found
