"""Published readings beside what the ledger says today: as published, as revised."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nuanxin.kernel.bulletins.models import Bulletin, Reading
from nuanxin.kernel.bulletins.readings import citation_of, value_of
from nuanxin.kernel.bulletins.readings import reading as fresh_reading
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.answers import Answer, Ask, answer


@dataclass(frozen=True, slots=True)
class Revised:
    """One reading twice: frozen at publication, and computed from the ledger as it is now."""

    published: Reading
    now: Reading
    as_of: int

    @property
    def changed(self) -> bool:
        """Whether the exact value is another one today."""
        return (self.published.numerator, self.published.denominator) != (
            self.now.numerator,
            self.now.denominator,
        )

    @property
    def difference(self) -> Fraction | None:
        """Today's value minus the published one, in base units; None where either is absent."""
        then, now = value_of(self.published), value_of(self.now)
        return None if then is None or now is None else now - then


def revised(bulletin: Bulletin) -> dict[Citation, Revised]:
    """Return every reading of a bulletin with its value today, computed together."""
    return beside(bulletin, bulletin.readings.all())


def revised_reading(bulletin: Bulletin, cited: Citation) -> Revised | None:
    """Return one reading of a bulletin with its value today, or None where it does not cite it so."""
    found = bulletin.readings.filter(figure=cited.figure, area=cited.area, period=cited.period)
    return beside(bulletin, found).get(cited)


def beside(bulletin: Bulletin, readings: Iterable[Reading]) -> dict[Citation, Revised]:
    """Return readings of a bulletin with their values today, computed together."""
    kept = list(readings)
    return set_beside(bulletin, kept, answer([citation_of(each).ask for each in kept]))


def set_beside(
    bulletin: Bulletin, readings: Iterable[Reading], answers: Mapping[Ask, Answer]
) -> dict[Citation, Revised]:
    """Return readings of a bulletin beside their values among answers of today."""
    kept = {citation_of(each): each for each in readings}
    return {
        cited: Revised(
            each,
            fresh_reading(bulletin, each.position, cited, answers[cited.ask]),
            answers[cited.ask].as_of,
        )
        for cited, each in kept.items()
    }
