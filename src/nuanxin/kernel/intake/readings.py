"""Readings 读表结果: what a worksheet says, before anything of it is posted."""

from dataclasses import dataclass, field

from nuanxin.kernel.intake.declare import Row, Sheet
from nuanxin.kernel.intake.doubts import Asked
from nuanxin.kernel.intake.faults import BadRow, Find
from nuanxin.kernel.intake.matching import Match


@dataclass(slots=True)
class Reading:
    """What a worksheet says: the match, rows good and bad, and finds. Nothing is posted yet.

    A row with a doubt that nobody has answered waits: it is in ``asked``, and neither good nor bad.
    """

    match: Match
    part: str
    rows: list[Row] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    finds: list[Find] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    @property
    def sheet(self) -> Sheet:
        """The declared sheet it is read as."""
        return self.match.sheet
