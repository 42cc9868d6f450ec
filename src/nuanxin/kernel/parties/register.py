"""The register of parties: the one way to find or enter them, always inside an act."""

from collections.abc import Iterable, Sequence

from nuanxin.kernel.ledger.acts import Act
from nuanxin.kernel.ledger.possible import TooLong
from nuanxin.kernel.parties.models import KINDS, NAME_LENGTH, PRIVATE_KINDS, Party
from nuanxin.kernel.privacy.fields import conceal, reveal_all
from nuanxin.kernel.privacy.ring import Ring
from nuanxin.plain.masks import normal

_BATCH = 5_000


def ensure(
    act: Act, kind: str, names: Iterable[str], area: int | None = None, *, demonstration: bool = False
) -> dict[str, int]:
    """Return the id of the party of each name, entering those that are not there yet.

    ``kind`` is one of ``KINDS``; parties of one kind, name and ``area`` are one, so two persons of
    one name are told apart by what their sheet adds to it. Names of persons and households are compared
    without regard to widths, case and spaces. ``demonstration`` marks new parties as invented.
    Entering a party alone leaves an act about the last one entered. Raises TooLong.
    """
    if kind not in KINDS:
        raise ValueError(f"kind of party {kind!r} is none of {', '.join(KINDS)}")
    wanted = list(dict.fromkeys(names))
    if long := [(name, NAME_LENGTH, None) for name in wanted if len(name) > NAME_LENGTH]:
        raise TooLong(long)
    found, fresh = (_private if kind in PRIVATE_KINDS else _public)(kind, wanted, area)
    for party in fresh:
        party.demonstration = demonstration
    if fresh:
        Party.objects.bulk_create(fresh, batch_size=_BATCH)
        if not act.object:
            act.about("party", fresh[-1].id)
    return found


def _public(kind: str, names: Sequence[str], area: int | None) -> tuple[dict[str, int], list[Party]]:
    """Return the id of each name, and the parties that are to be entered for it."""
    found: dict[str, int] = {}
    for some in _batches(names):
        known = Party.objects.filter(kind=kind, area=area, public_name__in=some)
        found.update(known.values_list("public_name", "id"))
    fresh = [Party(kind=kind, public_name=name, area=area) for name in names if name not in found]
    found.update({party.public_name: party.id for party in fresh})
    return found, fresh


def _private(kind: str, names: Sequence[str], area: int | None) -> tuple[dict[str, int], list[Party]]:
    """Do the same by the blind index of each name; names that compare equal are one party's."""
    ring = Ring()
    normals = {name: normal("name", name) for name in names}
    indexes = {index: said for said in normals.values() for index in ring.indexes("name", said)}
    known: dict[str, int] = {}
    for some in _batches(list(indexes)):
        held = Party.objects.filter(kind=kind, area=area, name_index__in=some)
        for index, number in held.values_list("name_index", "id"):
            known[indexes[bytes(index or b"")]] = number
    fresh = []
    for name, said in normals.items():
        if said not in known:
            party = Party(kind=kind, area=area)
            conceal(party, "sealed_name", name, ring)
            known[said] = party.id
            fresh.append(party)
    return {name: known[said] for name, said in normals.items()}, fresh


def _batches(names: Sequence[str] | Sequence[bytes]) -> Iterable[Sequence[str] | Sequence[bytes]]:
    return (names[start : start + _BATCH] for start in range(0, len(names), _BATCH))


def named(kind: str, name: str, area: int | None = None) -> Party | None:
    """Return the party of a kind, name and area, or None."""
    held = Party.objects.filter(kind=kind, area=area)
    if kind in PRIVATE_KINDS:
        return held.filter(name_index__in=Ring().indexes("name", normal("name", name))).first()
    return held.filter(public_name=name).first()


def party_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the name of each party by id, in clear: for the house's own work, never for a screen.

    Ids that are no party's (a plot, a project) are left out.
    """
    wanted = list(set(ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _BATCH):
        some = list(Party.objects.filter(id__in=wanted[start : start + _BATCH]))
        private = [party for party in some if party.kind in PRIVATE_KINDS]
        opened = zip(private, reveal_all(private, "sealed_name"), strict=True)
        found.update({party.id: party.public_name for party in some})
        found.update({party.id: name for party, name in opened})
    return found
