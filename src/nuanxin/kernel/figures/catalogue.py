"""The figures and checks the house knows, by id."""

from collections.abc import Iterable

from nuanxin.kernel.figures.declare import HOURS, Check, Figure

_figures: dict[str, Figure] = {}
_owners: dict[str, str] = {}
_checks: dict[str, Check] = {}


def register_figures(owner: str, figures: Iterable[Figure]) -> None:
    """Make figures known as ``owner``'s (a programme, or a city); a second id is an error."""
    for figure in figures:
        if _figures.setdefault(figure.id, figure) != figure:
            raise ValueError(f"two figures are called {figure.id}")
        _owners[figure.id] = owner


def register_checks(checks: Iterable[Check]) -> None:
    """Make checks known; they run at every publication that cites their total."""
    _checks.update((check.id, check) for check in checks)


def all_figures() -> list[Figure]:
    """Return every registered figure in order of registration."""
    return list(_figures.values())


def all_checks() -> list[Check]:
    """Return every registered check."""
    return list(_checks.values())


def figure(identity: str) -> Figure:
    """Return a figure by id; KeyError where none is registered."""
    return _figures[identity]


def stands(asked: Figure) -> bool:
    """Return whether a figure is as of a day rather than over a span: a stock, or a share of such."""
    parts = [figure(each) for each in asked.parts] if asked.op == "share" else []
    return asked.op == "stock" or asked.standing or (bool(parts) and all(map(stands, parts)))


def measures_of(asked: Figure) -> set[str]:
    """Return the codes of all measures that a figure, or what it is made of, counts."""
    return set(asked.measures).union(*(measures_of(figure(each)) for each in asked.parts))


def hours_of(identity: str) -> dict[int, str]:
    """Return the figures that tell a whole day's by hour, by hour of the day; none for most figures."""
    told = {each.hour: each.id for each in _figures.values() if each.whole_day == identity}
    return {hour: told[hour] for hour in HOURS if hour in told}


def owner(identity: str) -> str:
    """Return the name of the programme (or city) that declares a figure."""
    return _owners[identity]
