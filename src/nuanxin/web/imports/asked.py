"""Asked 待答: an office's open questions as its clerks see them, and what their form says."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.actions import Chosen
from nuanxin.kernel.intake.catalogue import sheet
from nuanxin.kernel.intake.checks import JUDGED
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.doubts import DROP
from nuanxin.kernel.intake.gone import EXTRACT, GONE
from nuanxin.kernel.intake.models import Question
from nuanxin.kernel.intake.office import Office
from nuanxin.kernel.intake.questions import open_questions
from nuanxin.kernel.intake.stumbled import LEAVE
from nuanxin.kernel.intake.telling import Told, told_of

SHOWN = 40
"""So many questions stand on the page at once; the others follow when these are answered."""
LATER = ""
"""What the form says of a question that is left waiting."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its code, and its words."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question on the page: how many rows it settles, what it says, what one may choose, what is chosen.

    ``opened`` says that what it quotes of a person stands there in clear.
    """

    number: int
    rows: int
    told: Told
    gone: bool
    chosen: str = LATER
    opened: bool = False

    @property
    def choices(self) -> list[Choice]:
        """What a cell or row may mean; for a row that may be left out, that too."""
        means = [Choice(code, says) for code, says in self.told.options]
        leaves = self.gone or any(code == LEAVE for code, _says in self.told.options)
        return means if leaves else [*means, Choice(DROP, _("Do not take these rows"))]

    @property
    def differs(self) -> bool:
        """Whether the rows say different things, so that the choices are the first row's alone."""
        at = self.told.at
        return at is not None and len({cells[at] for *_where, cells in self.told.rows}) > 1

    @property
    def further(self) -> int:
        """How many rows are not shown."""
        return max(self.rows - len(self.told.rows), 0)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions of one kind about one column; those with the same choices may be answered alike.

    ``number`` counts those too that do not stand on the page, and ``rows`` what all of them settle together;
    a row asked about twice counts twice.
    """

    name: str
    sheet: Sheet
    heading: str
    questions: list[OpenQuestion]
    number: int
    rows: int
    judged: bool
    chosen: str = LATER

    @property
    def alike(self) -> list[Choice]:
        """What may be chosen for all of them at once; nothing where their choices differ."""
        first, *others = self.questions
        if not others or any(
            {c.code for c in each.choices} != {c.code for c in first.choices} for each in others
        ):
            return []
        said = [{choice.code: choice.says for choice in each.choices} for each in self.questions]
        return [
            choice
            if all(each[choice.code] == choice.says for each in said)
            else Choice(choice.code, _("As in “%(says)s”") % {"says": choice.says})
            for choice in first.choices
        ]


def groups_of(office: Office, said: Mapping[str, str], opened: Mapping[int, Told]) -> tuple[list[Group], int]:
    """Return the questions an office has open, alike ones together, and how many more there are.

    ``said`` is what the form says so far; ``opened`` the questions that are told in clear.
    """
    found = list(open_questions(office))
    return list(_grouped(found, said, opened)), max(len(found) - SHOWN, 0)


def _grouped(
    every: Sequence[Question], said: Mapping[str, str], opened: Mapping[int, Told]
) -> Iterator[Group]:
    found, number, rows = every[:SHOWN], Counter[str](), Counter[str]()
    for each in every:
        number[_group_name(each)] += 1
        rows[_group_name(each)] += each.number  # type: ignore[attr-defined]
    told = {**dict(zip((each.pk for each in found), told_of(found), strict=True)), **opened}
    for name, some in groupby(found, _group_name):
        questions = list(some)
        first = questions[0]
        yield Group(
            name,
            sheet(first.sheet),
            told[first.pk].heading,
            [asked(each, told[each.pk], said, opened=each.pk in opened) for each in questions],
            number[name],
            rows[name],
            first.kind in JUDGED,
            said.get(f"all|{name}", LATER),
        )


def asked(question: Question, told: Told, said: Mapping[str, str], *, opened: bool) -> OpenQuestion:
    """Return an open question as the page shows it."""
    chosen = said.get(f"q{question.pk}", LATER)
    return OpenQuestion(question.pk, question.number, told, question.kind in (GONE, EXTRACT), chosen, opened)  # type: ignore[attr-defined]


def _group_name(question: Question) -> str:
    return f"{question.sheet}|{question.field}|{question.kind}"


def chosen_of(said: Mapping[str, str], office: Office) -> list[Chosen]:
    """Return the answers a form gives: one for all of a group, or one by one; nothing for what is left.

    An answer for all of a group settles those too that do not stand on the page, and, where it is no
    judgement of single values, whatever text of the column will be doubted like this.
    """
    chosen: list[Chosen] = []
    general = set[str]()
    for question in open_questions(office):
        name = _group_name(question)
        alike = said.get(f"all|{name}", LATER)
        if option := said.get(f"q{question.pk}", LATER) or alike:
            chosen.append(Chosen(question.pk, option))
        if alike and question.kind not in JUDGED and name not in general:
            general.add(name)
            chosen.append(Chosen(question.pk, alike, alike=True))
    return chosen
