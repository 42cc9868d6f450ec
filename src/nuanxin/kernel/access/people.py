"""Persons 查人: found by an exact value, shown masked, opened one field at a time with a reason.

Every look is an act with its rows in the access log. One sees a person where a matter of theirs lies in
an area of one's grants; elsewhere they are as if they were not there.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from nuanxin.kernel.access.ranges import allow, demand, ranges_of
from nuanxin.kernel.ledger.acts import Act, Actor, action
from nuanxin.kernel.ledger.records import record_models
from nuanxin.kernel.parties.erasing import erase_names, erase_particulars, prove
from nuanxin.kernel.parties.looks import MASKED, keep_looks
from nuanxin.kernel.parties.models import NAME_LENGTH, PRIVATE_KINDS, Look, Particular, Party
from nuanxin.kernel.parties.personal import NAME, OFFICERS, PARTICULARS
from nuanxin.kernel.parties.register import ensure
from nuanxin.kernel.privacy.declare import Personal
from nuanxin.kernel.privacy.fields import conceal, reveal, reveal_all
from nuanxin.kernel.privacy.ring import Ring
from nuanxin.plain.masks import masked, normal
from nuanxin.plain.ranges import covers

FIELDS: dict[str, Personal] = {"name": NAME, **PARTICULARS}
"""The fields of a person that can be opened, by the word in addresses."""

SEARCHED = ("name", "phone", "id_number")
"""What a person can be found by: the exact value of one of these."""

SHORTEST_REASON = 4


class ReasonMissing(ValueError):
    """A personal field was to be opened without saying why."""


class NobodyThere(LookupError):
    """There is no such person within the actor's areas."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A person as shown: everything masked. ``fields`` are (field, declaration, masked value)."""

    party: Party
    name: str
    areas: tuple[int, ...]
    fields: tuple[tuple[str, Personal, str], ...]


def areas_of_parties(ids: Iterable[int]) -> dict[int, set[int]]:
    """Return the areas in which each party is: its own, and those of the records that name it."""
    wanted = list(ids)
    found: dict[int, set[int]] = {each: set() for each in wanted}
    queries = [
        Party.objects.filter(id__in=wanted, area__isnull=False).order_by().values_list("id", "area"),
        *(
            model._default_manager.filter(**{f"{field.attname}__in": wanted})
            .order_by()
            .values_list(F(field.attname), "area")
            for model in record_models().values()
            for field in model._meta.concrete_fields
            if field.related_model is Party
        ),
    ]
    for party, area in queries[0].union(*queries[1:]):
        found[party].add(area)
    return found


def reaches(actor: Actor, personal: Personal, areas: Iterable[int]) -> bool:
    """Return whether an actor has a role that may open a field in one of some areas."""
    spans = [ranges_of(actor, role) for role in personal.seen_by]
    return any(covers(span, area) for area in areas for span in spans)


def person(actor: Actor, number: int) -> Party:
    """Return a person or household within an actor's areas. Raises NobodyThere."""
    party = Party.objects.filter(id=number, kind__in=PRIVATE_KINDS).first()
    if party is None or not reaches(actor, NAME, areas_of_parties([number])[number]):
        raise NobodyThere(_("There is no such person within your areas."))
    return party


@action("parties.look_up", zh="查找个人", en="look a person up")
def look_up(act: Act, field: str, text: str) -> list[Shown]:
    """Find persons and households by the exact value of a field, within the actor's areas, masked.

    Leaves a look for each one found. Raises NotAllowed without a role that may, KeyError for a field
    one cannot search by.
    """
    personal = {each: FIELDS[each] for each in SEARCHED}[field]
    demand(act.by.actor, OFFICERS)
    found = list(_found(field, personal, text)) if text.strip() else []
    where = areas_of_parties([party.id for party in found])
    mine = [party for party in found if reaches(act.by.actor, NAME, where[party.id])]
    keep_looks(act, ((party.id, MASKED) for party in mine))
    return shown(mine, where)


def _found(field: str, personal: Personal, text: str) -> Iterable[Party]:
    indexes = Ring().indexes(personal.kind, normal(personal.kind, text))
    if field == "name":
        return Party.objects.filter(kind__in=PRIVATE_KINDS, name_index__in=indexes)[:50]
    held = Particular.objects.filter(kind=field, value_index__in=indexes)
    return Party.objects.filter(kind__in=PRIVATE_KINDS, particulars__in=held)[:50]


def shown(parties: list[Party], where: dict[int, set[int]]) -> list[Shown]:
    """Return persons with every value masked."""
    names = dict(zip((party.id for party in parties), reveal_all(parties, "sealed_name"), strict=True))
    rows = list(Particular.objects.filter(party__in=parties).order_by("kind"))
    texts = zip(rows, reveal_all(rows, "value"), strict=True)
    held: dict[int, list[tuple[str, Personal, str]]] = {}
    for row, text in texts:
        personal = PARTICULARS[row.kind]
        held.setdefault(row.party_id, []).append((row.kind, personal, masked(personal.kind, text)))
    return [
        Shown(
            party,
            masked("name", names[party.id]),
            tuple(sorted(where[party.id])),
            (("name", NAME, masked("name", names[party.id])), *held.get(party.id, ())),
        )
        for party in parties
    ]


@action("parties.view_person", zh="查看个人（脱敏）", en="view a person, masked")
def view_person(act: Act, party: int) -> Shown:
    """Return a person within the actor's areas, masked, and leave a look. Raises NobodyThere."""
    found = person(act.by.actor, party)
    keep_looks(act, [(party, MASKED)])
    return shown([found], areas_of_parties([party]))[0]


@action("parties.open_particular", zh="打开个人信息", en="open a personal field")
def open_particular(act: Act, party: int, field: str) -> str:
    """Return a field of a person in clear, and leave a look with the reason the occasion gives.

    Raises ReasonMissing, NobodyThere (no such person, no such field, not in the actor's areas).
    """
    if len(act.by.note.strip()) < SHORTEST_REASON:
        raise ReasonMissing(_("Say in a few words why you need it; the person may ask to see this."))
    found = person(act.by.actor, party)
    if field not in FIELDS or not reaches(act.by.actor, FIELDS[field], areas_of_parties([party])[party]):
        raise NobodyThere(_("There is no such person within your areas."))
    row = found if field == "name" else Particular.objects.filter(party=found, kind=field).first()
    if row is None:
        raise NobodyThere(_("Nothing of that kind is kept of this person."))
    keep_looks(act, [(party, field)])
    return reveal(row, "sealed_name" if field == "name" else "value")


@action("parties.enter_person", zh="登记个人", en="enter a person")
def enter_person(act: Act, kind: str, name: str, area: int) -> int:
    """Enter a person or household of an area, known by name there; return its id, the old one if it stood."""
    allow(act.by.actor, "clerk", [area])
    if kind not in PRIVATE_KINDS or not name.strip() or len(name) > NAME_LENGTH:
        raise ValueError(_("Give a name of at most %(most)d characters.") % {"most": NAME_LENGTH})
    return ensure(act, kind, [name.strip()], area)[name.strip()]


@action("parties.record_particular", zh="登记个人资料", en="record a particular of a person")
def record_particular(act: Act, party: int, kind: str, text: str) -> bool:
    """Record or correct a particular; False where it said just that already. Raises NobodyThere."""
    found, said = person(act.by.actor, party), text.strip()
    if kind not in PARTICULARS or not said:
        raise ValueError(_("Choose what it is, and write it down."))
    row = Particular.objects.filter(party=found, kind=kind).first()
    if row is not None and reveal(row, "value") == said:
        return False
    row = row or Particular(party=found, kind=kind)
    row.act_id = act.number
    conceal(row, "value", said)
    row.save()
    act.about("particular", f"{row.id}")
    return True


@action("parties.erase_particular", zh="清除个人资料", en="erase a personal field")
def erase_particular(act: Act, party: int, field: str) -> int:
    """Destroy a field of a person who asked for it, or whose matter is over; return how many went.

    Leaves the proof. Raises ReasonMissing, NobodyThere.
    """
    if len(act.by.note.strip()) < SHORTEST_REASON:
        raise ReasonMissing(_("Say in a few words why it is erased."))
    found = person(act.by.actor, party)
    if field == "name":
        gone = erase_names(Party.objects.filter(id=found.id))
    else:
        gone = erase_particulars(Particular.objects.filter(party=found, kind=field))
    return prove(act, FIELDS[field].name, gone).count if gone else 0


def looks_at(party: int) -> list[Look]:
    """Return who looked at a person, newest first, with the acts."""
    return list(Look.objects.filter(party=party).select_related("act__note").order_by("-id"))
