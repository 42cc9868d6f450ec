"""The rules in force: the house's packs, and over them those of the city (``cities/<name>/rules/*.toml``)."""

from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from nuanxin.kernel.rules.declare import Rule, parse_pack, refuse_overlaps


class RuleUnknown(LookupError):
    """No rule of that id holds on that day; the text names both."""


@cache
def _loaded(city: Path) -> dict[str, tuple[Rule, ...]]:
    house = [
        (pack.name, pack.read_text(encoding="utf-8"))
        for pack in sorted(files("nuanxin.kernel.rules.packs").iterdir(), key=lambda each: each.name)
        if pack.name.endswith(".toml")
    ]
    local = [
        (f"{city.name}/{pack.name}", pack.read_text(encoding="utf-8"))
        for pack in sorted((city / "rules").glob("*.toml"))
    ]
    return {**_by_id(house), **_by_id(local)}


def _by_id(packs: list[tuple[str, str]]) -> dict[str, tuple[Rule, ...]]:
    rules = tuple(rule for name, text in packs for rule in parse_pack(name, text))
    refuse_overlaps(rules)
    by_id: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        by_id[rule.id] = (*by_id.get(rule.id, ()), rule)
    return by_id


def rule(identity: str, on: date) -> Rule:
    """Return the rule of an id that holds on a day; a city's rules stand in for the house's.

    Raises RuleUnknown, and RuleFault where a pack cannot be read.
    """
    versions = _loaded(settings.NUANXIN["city"]).get(identity, ())
    for version in versions:
        if version.holds(on):
            return version
    words = {"id": identity, "on": on, "days": ", ".join(str(v.valid_from) for v in versions)}
    if versions:
        raise RuleUnknown(_("Rule %(id)s does not hold on %(on)s; its versions begin on %(days)s.") % words)
    raise RuleUnknown(_("There is no rule %(id)s; add it to a pack with its source.") % words)


def all_rules() -> list[Rule]:
    """Return every version of every rule, by id and day."""
    rules = [each for versions in _loaded(settings.NUANXIN["city"]).values() for each in versions]
    return sorted(rules, key=lambda each: (each.id, each.valid_from))
