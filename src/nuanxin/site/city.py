"""A city 城市: an area code, settings, people, sheets, bulletins and forms in one folder; no code."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from nuanxin.kernel.access.accounts import CONSOLE, open_account
from nuanxin.kernel.access.actions import EVERYWHERE, Only, found_administrator, grant
from nuanxin.kernel.access.models import KEEPER, Grant
from nuanxin.kernel.areas.tree import full
from nuanxin.kernel.figures.catalogue import register_figures
from nuanxin.kernel.figures.declare import read_figures_file
from nuanxin.kernel.ledger.acts import Act, Actor, By, action
from nuanxin.kernel.parties.register import ensure, named
from nuanxin.plain.words import Words
from nuanxin.web.terms import terms_of


class CityFaulty(ValueError):
    """A city's settings cannot be read; the message names the file and the remedy."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the city's settings: a key for commands, a printed name, roles by area code.

    ``login`` is what the person types at the door: the key, unless the settings say otherwise. A keeper's
    role holds at the places that ``keeps``, an organisation by name, keeps in the area of the grant.
    """

    key: str
    name: str
    title: Words
    grants: dict[str, str] = field(default_factory=dict)
    demonstration: bool = False
    login: str = ""
    keeps: str = ""


@dataclass(frozen=True, slots=True)
class CityPlan:
    """A plan a demonstration keeps: its kind, area and question; who made and took it on which days.

    Coverage is counted on ``counted_on``, in the name of who made it.
    """

    kind: str
    area: int
    made_by: str
    made_on: date
    taken_by: str
    taken_on: date
    counted_on: date
    asked: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CityRepair:
    """Something wrong at a place of a demonstration: its round, its number and the matter; who said it.

    ``said_by`` is how many passers-by said so; ``moves`` what was done about it since, each by whom.
    """

    round: str
    place: str
    matter: str
    said_by: int = 1
    moves: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CityPause:
    """A place of a demonstration announced closed for so many days from the day it is loaded on, by whom."""

    round: str
    place: str
    by: str
    reason: str
    days: int


@dataclass(frozen=True, slots=True)
class City:
    """A city as its folder declares it."""

    folder: Path
    name: Words
    area: int
    people: dict[str, Person]
    sheets: tuple[Path, ...]
    bulletins: tuple[Path, ...]
    forms: tuple[Path, ...]
    plans: tuple[CityPlan, ...] = ()
    repairs: tuple[CityRepair, ...] = ()
    pauses: tuple[CityPause, ...] = ()
    imprint: dict[str, Any] = field(default_factory=dict)

    def person(self, key: str) -> Person:
        """Return a person by key; CityFaulty names those there are."""
        if key not in self.people:
            raise CityFaulty(f"settings.toml names no {key!r}; it names {', '.join(self.people)}")
        return self.people[key]


def read_city(folder: Path) -> City:
    """Read a city's ``settings.toml`` and make its own figures known.

    Raises CityFaulty where the file is missing or lacks a setting, naming which.
    """
    path = folder / "settings.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        city = _city(folder, table)
    except FileNotFoundError as error:
        raise CityFaulty(f"{path}: there is no such file; NUANXIN_CITY must name a city's folder") from error
    except (KeyError, TypeError, ValueError) as error:
        raise CityFaulty(f"{path.name}: {error}") from error
    own = folder / "figures.toml"
    if own.exists():
        register_figures(folder.name, read_figures_file(own)[0])
    return city


def _city(folder: Path, table: dict[str, Any]) -> City:
    terms_of(table)
    people = {key: _person(key, each) for key, each in table.get("people", {}).items()}
    return City(
        folder=folder,
        name=Words(table["name_zh"], table["name_en"]),
        area=full(str(table["area"])),
        people=people,
        sheets=tuple(folder / "sheets" / name for name in table.get("sheets", ())),
        bulletins=tuple(sorted((folder / "bulletins").glob("*.toml"))),
        forms=tuple(sorted((folder / "forms").glob("*.toml"))),
        plans=tuple(CityPlan(**{**each, "area": full(str(each["area"]))}) for each in table.get("plans", ())),
        repairs=tuple(CityRepair(**each) for each in table.get("repairs", ())),
        pauses=tuple(CityPause(**each) for each in table.get("pauses", ())),
        imprint=table.get("imprint", {}),
    )


def _person(key: str, table: dict[str, Any]) -> Person:
    title = Words(table.get("title_zh", key), table.get("title_en", key))
    grants, login, keeps = table.get("grants", {}), table.get("login", key), table.get("keeps", "")
    if (KEEPER in grants) != bool(keeps):
        raise ValueError(f"people.{key}: a keeper keeps the places of an organisation: name it in `keeps`")
    return Person(key, table["name"], title, grants, table.get("demonstration", False), login, keeps)


@action("site.enter_people", zh="录入人员", en="enter people")
def enter_people(act: Act, people: list[Person]) -> dict[str, int]:
    """Enter the people of a city's settings as parties; those known stay. Returns ids by key."""
    found = {}
    for person in people:
        ids = ensure(act, "person", [person.name], demonstration=person.demonstration)
        found[person.key] = ids[person.name]
        if person.keeps:
            ensure(act, "organisation", [person.keeps])
    return found


def settle_people(city: City) -> dict[str, Actor]:
    """Bring the city's people, their accounts and grants into the house; done again, it changes nothing.

    The first person with the role ``security`` is founded at the console and grants the rest. Nobody
    has a password yet: an invitation lets them choose one. A city that names nobody gets its first
    administrator in the browser.
    """
    if not city.people:
        return {}
    ids = enter_people(By(CONSOLE), list(city.people.values())).result
    actors = {key: Actor(ids[key], person.name) for key, person in city.people.items()}
    chief = next((each for each in city.people.values() if "security" in each.grants), None)
    if chief is None:
        raise CityFaulty("settings.toml: nobody has the role security, so nobody could grant")
    if not Grant.objects.exists():
        found_administrator(By(CONSOLE), ids[chief.key], full(str(chief.grants["security"])))
    for person in city.people.values():
        open_account(By(CONSOLE), ids[person.key], person.login, city.area)
        for role, area in person.grants.items():
            if person.key != chief.key:
                only = _places_of(person.keeps) if role == KEEPER else EVERYWHERE
                grant(By(actors[chief.key]), ids[person.key], role, full(str(area)), only)
    return actors


def _places_of(organisation: str) -> Only:
    """Return the places an organisation keeps, as a grant is bound to them."""
    found = named("organisation", organisation)
    return Only(found.id) if found else EVERYWHERE


def actor(city: City, key: str) -> Actor:
    """Return a person of the settings as an actor; CityFaulty where set-up has not entered them."""
    person = city.person(key)
    party = named("person", person.name)
    if party is None:
        raise CityFaulty(f"{person.name} is not entered yet: run `nuanxin setup` first")
    return Actor(party.id, person.name)
