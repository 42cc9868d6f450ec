"""Questions 疑问: what is asked about an office's sheet, alike doubts once, with rows to look at."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.doubts import Asked
from nuanxin.kernel.intake.files import shown
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.models import WAITING, Answer, Question, WaitingRow
from nuanxin.kernel.intake.office import Office
from nuanxin.kernel.privacy.declare import personal
from nuanxin.kernel.privacy.fields import conceal, reveal_all
from nuanxin.kernel.privacy.ring import Ring
from nuanxin.plain.masks import masked, normal

SHOWN_ROWS, MOST_SHOWN = 5, 60
"""So many rows of a question are kept to look at, and of so many questions of a worksheet."""
BATCH = 400

Name = tuple[str, str, str]
"""What makes doubts alike: field, kind and text."""
Samples = Mapping[Name, list[list[Any]]]
"""Rows to look at, by question: each its number and its cells as text."""


@dataclass(frozen=True, slots=True)
class Told:
    """A question as it is told: the sentence, the choices, and some rows as they stand in the sheet.

    ``options`` are (code, words); ``heads`` the headings of the rows' cells, ``at`` the place of the cell
    in doubt, None where it is about the whole row; ``rows`` are (file, worksheet, row, cells).
    """

    heading: str
    said: str
    remedy: str
    text: str
    options: list[list[str]]
    heads: list[str]
    at: int | None
    rows: list[list[Any]]


def name_of(asked: Asked) -> Name:
    """Return what makes a doubt alike others."""
    return asked.field, asked.doubt.kind, asked.doubt.text


def keep_questions(
    office: Office, sheet: Sheet, asked: Iterable[Asked], told: Mapping[Name, Told]
) -> dict[Name, int]:
    """Keep the questions of a worksheet, those that are known told anew; return their numbers by name."""
    ring, names = Ring(), list(dict.fromkeys(name_of(each) for each in asked))
    numbers: dict[Name, int] = {}
    for start in range(0, len(names), BATCH):
        some = names[start : start + BATCH]
        known = _known(office, sheet, some, ring)
        made = [_made(office, sheet, name, ring) for name in some if name not in known]
        for question, name in (*((known[n], n) for n in some if n in known), *made):
            question.at = timezone.now()
            conceal(question, "sealed_told", json.dumps(_plain(told[name]), ensure_ascii=False), ring)
            numbers[name] = question.pk
        Question.objects.bulk_create([question for question, _name in made])
        Question.objects.bulk_update(known.values(), ["sealed_told", "at"])
    return numbers


def _known(office: Office, sheet: Sheet, names: Sequence[Name], ring: Ring) -> dict[Name, Question]:
    by_index = {
        (field, kind, index): (field, kind, text)
        for field, kind, text in names
        for index in ring.indexes("text", normal("text", text))
    }
    found = Question.objects.filter(
        office=office.key, sheet=sheet.name, text_index__in=[index for _f, _k, index in by_index]
    )
    known = {(each.field, each.kind, bytes(each.text_index or b"")): each for each in found}
    return {by_index[key]: each for key, each in known.items() if key in by_index}


def _made(office: Office, sheet: Sheet, name: Name, ring: Ring) -> tuple[Question, Name]:
    field, kind, text = name
    made = Question(office=office.key, area=office.area, sheet=sheet.name, field=field, kind=kind)
    conceal(made, "sealed_text", text, ring)
    return made, name


def _plain(told: Told) -> dict[str, Any]:
    return {name: getattr(told, name) for name in Told.__slots__}


def told_of(questions: Sequence[Question]) -> list[Told]:
    """Return questions as they are told; one whose words were erased has none."""
    texts = reveal_all(questions, "sealed_told")
    return [Told(**json.loads(text)) if text else Told("", "", "", "", [], [], None, []) for text in texts]


def tell(page: Page, match: Match, file: str, asked: Sequence[Asked]) -> dict[Name, Told]:
    """Return how each question of a worksheet is told, with the first of its rows."""
    first: dict[Name, list[Asked]] = {}
    for each in asked:
        rows = first.setdefault(name_of(each), [])
        if len(rows) < SHOWN_ROWS:
            rows.append(each)
    wanted = {each.row for rows in list(first.values())[:MOST_SHOWN] for each in rows}
    cells = {number: cells for number, cells in page.rows() if number in wanted} if wanted else {}
    return {name: _told(match, (file, page.part), rows, cells) for name, rows in first.items()}


def _told(
    match: Match, where: tuple[str, str], rows: Sequence[Asked], cells: Mapping[int, Sequence[Any]]
) -> Told:
    one, heads = rows[0], match.headed
    marked = match.columns[one.field].at if one.field in match.columns else None
    kinds = {
        match.columns[column.field].at: personal(column.personal).kind
        for column in match.sheet.columns
        if column.personal and column.field in match.columns
    }
    samples = [
        [*where, each.row, [_cell(cells[each.row], head.at, marked, kinds) for head in heads]]
        for each in rows
        if each.row in cells
    ]
    return Told(
        one.heading,
        one.doubt.said,
        one.doubt.remedy,
        one.doubt.text,
        [[option.code, option.says] for option in one.doubt.options],
        [head.text for head in heads],
        next((place for place, head in enumerate(heads) if head.at == marked), None),
        samples,
    )


def _cell(cells: Sequence[Any], at: int, marked: int | None, kinds: Mapping[int, str]) -> str:
    """Return a cell as it stands; what names a person is masked, unless it is the cell in doubt."""
    text = shown(cells[at]) if at < len(cells) else ""
    return masked(kinds[at], text) if at in kinds and at != marked else text


def open_questions(office: Office) -> QuerySet[Question]:
    """Return an office's questions that rows wait for, each with ``number``: how many rows."""
    standing = Answer.objects.filter(question=OuterRef("pk"), ended=None, at__gte=OuterRef("at"))
    waiting = Count("rows", filter=Q(rows__state=WAITING))
    open_ones = Question.objects.filter(Exists(_waiting_rows()), ~Exists(standing), office=office.key)
    return open_ones.annotate(number=waiting).order_by("sheet", "field", "kind", "-number", "at")


def _waiting_rows() -> QuerySet[Any]:
    links = WaitingRow.questions.through.objects
    return links.filter(question=OuterRef("pk"), waitingrow__state=WAITING)
