"""Rules 规则 as data: a value with its clause, its source, its validity, and whether it was verified.

A pack is a TOML file with one ``[[rule]]`` table a value. No number from a rule stands in code: code asks
for the rule by id and day, and a page can show where the number comes from.
"""

import tomllib
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

Value = str | int | bool | Decimal | tuple[Decimal, Decimal]
_OPTIONAL = {"unit", "valid_to"}


class RuleFault(ValueError):
    """A pack cannot be read; the text names the pack, the rule and the remedy."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``value`` is a word, a number, or the bounds (low, high), both included.

    ``clause`` is where in ``source`` it stands; ``valid_from`` and ``valid_to`` the first and last
    day it holds; ``verified`` once somebody has read the clause; ``pack`` the file it came from.
    """

    id: str
    zh: str
    en: str
    value: Value
    unit: str
    clause: str
    source: str
    valid_from: date
    valid_to: date | None
    verified: bool
    pack: str

    def holds(self, on: date) -> bool:
        """Whether the rule holds on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The bounds (low, high); TypeError for a rule that is no range."""
        if not isinstance(self.value, tuple):
            raise TypeError(f"rule {self.id} is {self.value!r}, not a range")
        return self.value


def parse_pack(pack: str, text: str) -> tuple[Rule, ...]:
    """Read a pack. Raises RuleFault for TOML that is none, and for a rule that lacks or misspells a key."""
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise RuleFault(f"rule pack {pack} is no TOML: {error}") from error
    if set(tables) - {"rule"}:
        raise RuleFault(f"rule pack {pack}: only [[rule]] tables are read, not {sorted(tables)}")
    rules = tuple(_rule(pack, table) for table in tables.get("rule", ()))
    refuse_overlaps(rules)
    return rules


def refuse_overlaps(rules: tuple[Rule, ...]) -> None:
    """Raise RuleFault where two rules of one id hold on the same day."""
    for number, one in enumerate(rules):
        for other in rules[:number]:
            if one.id == other.id and (one.holds(other.valid_from) or other.holds(one.valid_from)):
                raise RuleFault(
                    f"rule {one.id} holds twice from {max(one.valid_from, other.valid_from)} "
                    f"({other.pack}, {one.pack}): end the earlier one with valid_to"
                )


def _rule(pack: str, table: dict[str, object]) -> Rule:
    place = f"rule pack {pack}, rule {table.get('id', '(no id)')}"
    known = {field.name for field in fields(Rule)} - {"pack"}
    if extra := sorted(set(table) - known):
        raise RuleFault(f"{place}: unknown key {', '.join(extra)}")
    if missing := sorted(known - _OPTIONAL - set(table)):
        raise RuleFault(f"{place}: {', '.join(missing)} is missing")
    first, last = table["valid_from"], table.get("valid_to")
    if type(first) is not date or (last is not None and type(last) is not date):
        raise RuleFault(f"{place}: valid_from and valid_to are days such as 2024-01-01")
    if last is not None and last < first:
        raise RuleFault(f"{place}: valid_to lies before valid_from")
    if type(table["verified"]) is not bool:
        raise RuleFault(f"{place}: verified is true or false")
    value = _value(place, table["value"])
    words = {name: str(table.get(name, "")) for name in ("id", "zh", "en", "unit", "clause", "source")}
    if blank := sorted(name for name in set(words) - _OPTIONAL if not words[name]):
        raise RuleFault(f"{place}: {', '.join(blank)} is blank")
    verified = bool(table["verified"])
    return Rule(value=value, valid_from=first, valid_to=last, verified=verified, pack=pack, **words)


def _value(place: str, value: object) -> Value:
    if isinstance(value, list):
        if len(value) != 2 or any(isinstance(v, bool) or not isinstance(v, int | Decimal) for v in value):
            raise RuleFault(f"{place}: a range is two numbers, [low, high]")
        low, high = (Decimal(each) for each in value)
        if low > high:
            raise RuleFault(f"{place}: the range's first number is the greater one")
        return low, high
    if isinstance(value, str | int | bool | Decimal):
        return value
    raise RuleFault(f"{place}: a value is a word, a number, true or false, or a range")
