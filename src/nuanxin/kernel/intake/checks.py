"""Checks 合理性核对: what a sheet may ask about its rows, as data. A check asks; it never refuses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """A column stays within the bounds of a rule: the value itself, or the value for each one of ``per``.

    ``field`` and ``per`` are columns of numbers; ``rule`` names bounds of a rule pack, in the unit the
    rule names (``plausible.tonnes_per_truck``). A row outside is asked about, with the rule's source.
    """

    field: str
    rule: str
    per: str = ""

    @property
    def fields(self) -> set[str]:
        """The columns it looks at."""
        return {self.field, self.per or self.field}


@dataclass(frozen=True, slots=True)
class Cumulative:
    """A column adds up as time goes on 累计: it never falls from one ``along`` to the next.

    ``along`` is a column of days, years or months written so that they sort; ``by`` tells whose column
    it is (a station, a project).
    """

    field: str
    along: str
    by: tuple[str, ...]

    @property
    def fields(self) -> set[str]:
        """The columns it looks at."""
        return {self.field, self.along, *self.by}


@dataclass(frozen=True, slots=True)
class Usual:
    """A column stays near what the same ``by`` (a place, a site) ever had; how near, rules say.

    Where only some records count as the same kind, ``by`` names what tells them apart. While too little is
    known of one, the upper bound of a ``rule`` holds instead, where one is named.
    """

    field: str
    by: tuple[str, ...]
    rule: str = ""

    @property
    def fields(self) -> set[str]:
        """The columns it looks at."""
        return {self.field, *self.by}


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day may be still to come, but not by more years than a rule says: farther off it is asked about."""

    field: str
    rule: str

    @property
    def fields(self) -> set[str]:
        """The columns it looks at."""
        return {self.field}


@dataclass(frozen=True, slots=True)
class Lasts:
    """From one day to another, both counted, no more days pass than a rule says: longer is asked about."""

    field: str
    since: str
    rule: str

    @property
    def fields(self) -> set[str]:
        """The columns it looks at."""
        return {self.field, self.since}


JUDGED = frozenset({"ahead", "lasts", "band", "unusual", "falls", "double", "conflict", "gone"})
"""Kinds of doubt that judge one value or row: no answer to one of them holds for what comes later."""

Check = Ahead | Band | Cumulative | Lasts | Usual
