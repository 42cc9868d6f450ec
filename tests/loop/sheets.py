"""The demo city's sheets taken in by a clerk, and figures asked as citations write them."""

from fractions import Fraction
from pathlib import Path

from nuanxin.kernel.access.actions import found_administrator, grant
from nuanxin.kernel.areas.tree import full, load_divisions
from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.parties.register import named
from nuanxin.plain.periods import Period

SHEETS = Path(__file__).parents[2] / "cities" / "demo" / "sheets"


def clerk() -> Actor:
    """Return a clerk of the whole region, granted by an administrator; divisions are loaded first."""
    load_divisions()
    chief, clerk = (
        named("person", name) or Party.objects.create(kind="person", name=name) for name in ("chief", "clerk")
    )
    by = By(Actor(chief.id, chief.name))
    found_administrator(by, chief.id, full("15"))
    grant(by, clerk.id, "clerk", full("15"))
    return Actor(clerk.id, clerk.name)


def take_in(*patterns: str) -> None:
    """Take the demo sheets of these patterns in, twice: every row is good, the second time posts nothing."""
    actor = clerk()
    for path in [path for pattern in patterns for path in sorted(SHEETS.glob(pattern))]:
        first, second = take(actor, path), take(actor, path)
        assert not first.unrecognised
        assert not [bad for report in first for bad in report.bad]
        assert all(report.outcome and report.outcome.posted for report in first)
        assert not any(report.outcome and report.outcome.posted for report in second)


def value(citation: str) -> Fraction | None:
    """Return the exact value of a citation such as ``stations.open 1508 ..2024-05-31``."""
    figure, area, period = citation.split()
    ask = Ask(figure, full(area), Period.parse(period))
    return answer([ask])[ask].value
