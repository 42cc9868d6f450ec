"""Telling 问法: how a question is told in each language of the house, masked where it quotes a person."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.doubts import Asked, Doubt
from nuanxin.kernel.intake.files import shown
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.models import Question
from nuanxin.kernel.ledger.wording import in_each_language
from nuanxin.kernel.privacy.declare import personal
from nuanxin.kernel.privacy.fields import reveal_all
from nuanxin.plain.masks import masked

SHOWN_ROWS, MOST_SHOWN = 5, 60
"""So many rows of a question are kept to look at, and of so many questions of a worksheet."""

Name = tuple[str, str, str]
"""What makes doubts alike: field, kind and text."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question as it is told: the sentence, the choices, and some rows as they stand in the sheet.

    ``options`` are (code, words); ``heads`` the headings of the rows' cells, ``at`` the place of the cell
    in doubt, None where it is about the whole row; ``rows`` are (file, worksheet, row, cells). ``veiled``
    says that what names a person is masked here, and stands in clear behind ``clear_told``.
    """

    heading: str
    said: str
    remedy: str
    options: list[list[str]]
    heads: list[str]
    at: int | None
    rows: list[list[Any]]
    veiled: bool = False


NOT_KEPT = Told("", "", "", [], [], None, [])
"""What a question says whose words were erased."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A question told in each language: as anybody sees it, and in clear where that hides a person."""

    plain: Mapping[str, Told]
    clear: Mapping[str, Told]

    def written(self) -> str:
        """Return it as it is kept: one telling whole, of each other one what is different there."""
        first = self.plain[settings.LANGUAGE_CODE]
        others = {code: _apart(told, first) for code, told in self.plain.items() if told is not first}
        clear = {code: _apart(told, first) for code, told in self.clear.items()}
        return json.dumps({**_apart(first, NOT_KEPT), "in": others, "clear": clear}, ensure_ascii=False)


def _apart(told: Told, other: Told) -> dict[str, Any]:
    """Return what of a telling is not as in another."""
    names = [each.name for each in fields(Told)]
    return {name: getattr(told, name) for name in names if getattr(told, name) != getattr(other, name)}


def told_of(questions: Sequence[Question]) -> list[Told]:
    """Return questions as they are told in the language in use; one whose words were erased has none."""
    return [_read(text, clear=False) for text in reveal_all(questions, "sealed_told")]


def clear_told(question: Question) -> Told:
    """Return a question with what it quotes of a person, in the language in use."""
    return _read(reveal_all([question], "sealed_told")[0], clear=True)


def _read(text: str, *, clear: bool) -> Told:
    kept = json.loads(text) if text else {}
    others, opened = kept.pop("in", {}), kept.pop("clear", {})
    code = get_language() or settings.LANGUAGE_CODE
    known = {each.name for each in fields(Told)}
    said = {**kept, **others.get(code, {}), **(opened.get(code, {}) if clear else {})}
    return replace(NOT_KEPT, **{name: value for name, value in said.items() if name in known})


def name_of(asked: Asked) -> Name:
    """Return what makes a doubt alike others."""
    return asked.field, asked.doubt.kind, asked.doubt.text


def quotes_a_person(sheet: Sheet, asked: Asked) -> bool:
    """Return whether a question quotes a cell that names a person: its own, its row's key, or whose it is."""
    quoted = {asked.field} if asked.field else {*sheet.key}
    for check in sheet.doubts:
        quoted |= check.fields if check.field == asked.field else set()
    return any(column.personal and column.field in quoted for column in sheet.columns)


def veiled(sheet: Sheet, asked: Asked) -> str:
    """Return what a question says where nothing of a person may stand."""
    return _("It may mean several things.") if quotes_a_person(sheet, asked) else asked.doubt.said


def tell(page: Page, match: Match, file: str, asked: Sequence[Asked]) -> dict[Name, Telling]:
    """Return how each question of a worksheet is told, with the first of its rows."""
    first: dict[Name, list[Asked]] = {}
    for each in asked:
        rows = first.setdefault(name_of(each), [])
        if len(rows) < SHOWN_ROWS:
            rows.append(each)
    wanted = {each.row for rows in list(first.values())[:MOST_SHOWN] for each in rows}
    cells = {number: cells for number, cells in page.rows() if number in wanted} if wanted else {}
    return {name: _telling(_Seen(match, (file, page.part), rows, cells)) for name, rows in first.items()}


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where a question was seen: the table, file and worksheet, its first rows, and what they hold."""

    match: Match
    where: tuple[str, str]
    rows: Sequence[Asked]
    cells: Mapping[int, Sequence[Any]]

    @property
    def marked(self) -> int | None:
        """The place of the cells in doubt, None where the whole row is."""
        column = self.match.columns.get(self.rows[0].field)
        return column.at if column else None

    def sample(self, *, clear: bool) -> list[list[Any]]:
        """Return the rows with their cells as text; of persons only what is asked about stands in clear."""
        named = {
            self.match.columns[column.field].at: personal(column.personal).kind
            for column in self.match.sheet.columns
            if column.personal and column.field in self.match.columns
        }
        if clear and self.marked is not None:
            named.pop(self.marked, None)
        return [
            [*self.where, number, [_cell(self.cells[number], head.at, named) for head in self.match.headed]]
            for number in (each.row for each in self.rows)
            if number in self.cells
        ]


def _cell(cells: Sequence[Any], at: int, named: Mapping[int, str]) -> str:
    """Return a cell as it stands; what names a person is masked."""
    text = shown(cells[at]) if at < len(cells) else ""
    return masked(named[at], text) if at in named else text


def _telling(seen: _Seen) -> Telling:
    one = seen.rows[0]
    clear = in_each_language(lambda: _told(seen, one.doubt.again()))
    if not quotes_a_person(seen.match.sheet, one):
        return Telling(clear, {})
    rows = seen.sample(clear=False)
    return Telling({code: _masked(each, seen, rows, code) for code, each in clear.items()}, clear)


def _told(seen: _Seen, doubt: Doubt) -> Told:
    heads = seen.match.headed
    return Told(
        seen.rows[0].heading,
        doubt.said,
        doubt.remedy,
        [[option.code, option.says] for option in doubt.options],
        [head.text for head in heads],
        next((place for place, head in enumerate(heads) if head.at == seen.marked), None),
        seen.sample(clear=True),
    )


def _masked(told: Told, seen: _Seen, rows: list[list[Any]], code: str) -> Told:
    """Hide what a question quotes of a person: its sentence, its cell, and the choices that say it again."""
    one = seen.rows[0]
    named = next((c.personal for c in seen.match.sheet.columns if c.field == one.field), "")
    kind = personal(named).kind if named else "text"
    said_again = {option.code for option in one.doubt.options if option.says == option.value}
    options = [
        [option, masked(kind, says) if option in said_again else says] for option, says in told.options
    ]
    with override(code):
        said = veiled(seen.match.sheet, one)
    return replace(told, said=said, options=options, rows=rows, veiled=True)
