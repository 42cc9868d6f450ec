"""What answers about areas, figures and bulletins are made of."""

from datetime import date, datetime

from ninja import Field, Schema


class Said(Schema):
    """A text in Chinese and in English."""

    zh: str
    en: str


class AreaShape(Schema):
    """An area: its 12-digit code as text (15 digits for a local grid), level, name, when it stood."""

    code: str = Field(examples=["150800000000"])
    short: str = Field(examples=["1508"])
    level: str = Field(examples=["prefecture"])
    name: Said
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None = Field(description="the area it was merged into")
    local: bool = Field(description="added by the office itself")


class AreaFull(AreaShape):
    """An area with those above it, widest first, those below it today, and its former names."""

    path: list[AreaShape]
    children: list[AreaShape]
    former_names: list[str]


class AreaList(Schema):
    """Areas."""

    areas: list[AreaShape]


class TreeVersion(Schema):
    """Which tree this is: a stamp that changes with it, the day its codes are of, the outlines' number."""

    stamp: str
    codes_as_of: date
    areas: int
    outlines_review_number: str
    outlines_credit: str


class UnitShape(Schema):
    """A unit: its Chinese label, English words, the ledger's base unit, how many of those it holds."""

    label: str = Field(examples=["万元"])
    en: str
    base: str = Field(examples=["fen"])
    base_per_unit: str = Field(examples=["1000000"], description="exact, as a fraction or whole number")


class FigureShape(Schema):
    """A figure's definition, as frozen data; ``definition`` is the SHA-256 over it."""

    id: str = Field(examples=["stations.open"])
    programme: str
    name: Said
    says: Said
    formula: Said
    operator: str
    measures: list[str]
    parts: list[str]
    unit: UnitShape
    decimals: int
    rounding: str
    definition: str


class FigureList(Schema):
    """Figures."""

    figures: list[FigureShape]


class Exact(Schema):
    """An exact value in base units, as a fraction of whole numbers written as text."""

    numerator: str
    denominator: str
    base: str


class ValueShape(Schema):
    """A value: exact, rounded once in the figure's unit (as text and as a number), and as printed."""

    exact: Exact | None = Field(description="null where the figure has no meaning there, or is withheld")
    value: str | None = Field(examples=["197"])
    number: float | None = Field(examples=[197])
    unit: UnitShape
    printed: Said
    withheld: bool = Field(description="too few persons to be published, or it would betray such a number")


class Compared(Schema):
    """The same figure over the period compared with, the difference and the rate of change."""

    to: str = Field(description="period")
    base: ValueShape
    difference: ValueShape
    rate_percent: str | None = Field(description="exact to two decimals, half up; null without a base")


class SplitLine(Schema):
    """One area of a split."""

    area: str
    name: Said
    value: ValueShape


class AnswerShape(Schema):
    """A figure answered: what was asked, the value, as of which entry, under which definition."""

    figure: str
    area: str
    period: str
    mapped: bool
    as_of: int = Field(description="seq of the last entry that counts")
    definition: str
    result: ValueShape
    compared: Compared | None = None
    split: list[SplitLine] | None = None


class AnswerList(Schema):
    """Answers, in the order of the questions, all from one state of the ledger."""

    as_of: int
    answers: list[AnswerShape]


class ReadingShape(Schema):
    """A reading: a figure's value as a bulletin froze it."""

    figure: str
    area: str
    period: str
    definition: str
    exact: Exact | None
    printed: Said


class BulletinShape(Schema):
    """A published bulletin."""

    number: str
    title: Said
    issue: Said
    area: str
    as_of: date
    published_at: datetime
    as_of_seq: int
    head: int
    digest: str = Field(description="SHA-256 of the draft as written")
    readings: int
    page: str = Field(description="address of its page")
    withdrawn_at: datetime | None = Field(description="since when it stands no longer")
    corrected_by: str | None = Field(description="number of the bulletin that stands in its place")
    corrects: str | None = Field(description="number of the bulletin it stands in the place of")


class BulletinList(Schema):
    """Bulletins, newest first."""

    bulletins: list[BulletinShape]


class ReadingList(Schema):
    """The readings of a bulletin, in the order they are cited."""

    bulletin: str
    as_of_seq: int
    readings: list[ReadingShape]
