"""The layout 版面 of an official document: the standard's numbers, read from the rule packs."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from nuanxin.kernel.rules.catalogue import rule

MM_A_POINT = 25.4 / 72
TWIPS_A_MM = 1440 / 25.4
CHARACTER_SPACE_A_POINT = 4096
"""Word counts the space added to a character of its grid in parts of 4096 a point."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Lengths in millimetres, type sizes in points, gaps in lines or characters; each is a rule."""

    paper_width: float
    paper_height: float
    margin_top: float
    margin_left: float
    text_width: float
    text_height: float
    lines: int
    characters: int
    line_gap: float
    text_size: float
    title_size: float
    small_size: float
    text_size_in_word: float
    title_size_in_word: float
    mark_drop: float
    symbol_gap: int
    red_rule_gap: float
    title_gap: int
    first_indent: int
    date_indent: int
    outer_rule: float
    inner_rule: float
    closing_inset: int
    page_number_drop: float
    page_number_inset: int
    text_face: str
    title_face: str
    mark_face: str
    first_level_face: str
    second_level_face: str
    page_number_face: str

    @property
    def margin_right(self) -> float:
        """What the type area leaves on the right."""
        return self.paper_width - self.margin_left - self.text_width

    @property
    def margin_bottom(self) -> float:
        """What the type area leaves below."""
        return self.paper_height - self.margin_top - self.text_height

    @property
    def line_pitch(self) -> float:
        """Points from line to line; ``lines`` of them, less the last gap, fill the type area."""
        return self.text_size * (1 + self.line_gap)

    @property
    def grid_pitch_twips(self) -> int:
        """The line pitch of Word's grid: the type area by the number of lines."""
        return int(self.text_height * TWIPS_A_MM / self.lines)

    @property
    def grid_character_space(self) -> int:
        """What Word's grid adds to a character (negative: takes) so that ``characters`` fill a line."""
        room = self.text_width / MM_A_POINT / self.characters
        return round((room - self.text_size_in_word) * CHARACTER_SPACE_A_POINT)

    @property
    def letter_spacing_twips(self) -> int:
        """What Word adds to a letter so that it takes the standard's width, not its own."""
        return round((self.text_size - self.text_size_in_word) * 20)


def layout_on(day: date) -> Layout:
    """Return the layout the rules ask for on a day; RuleUnknown where one is missing."""
    found: dict[str, Any] = {}
    for field in fields(Layout):
        kind: Any = field.type
        found[field.name] = kind(rule(f"document.{field.name}", day).value)
    return Layout(**found)
