"""What answers about registers, catalogues and sheets are made of."""

from ninja import Field, Schema

from nuanxin.api.shapes.figures import Said


class PartyShape(Schema):
    """An organisation or a team. Persons and households are never listed, only counted."""

    id: str
    kind: str
    name: str
    area: str
    demonstration: bool


class PartyList(Schema):
    """Organisations and teams, by id; ``next`` is the value of ``after`` for the page that follows."""

    parties: list[PartyShape]
    next: str | None


class PartyCounts(Schema):
    """How many parties of each kind an area has; a small count of persons is withheld (null), by the rule."""

    area: str
    organisation: int
    team: int
    person: int | None
    household: int | None


class PlaceShape(Schema):
    """A place: its point in WGS-84 degrees, or null where nobody knows it."""

    id: str
    name: str
    address: str
    area: str
    longitude: float | None
    latitude: float | None
    opening_hours: str


class PlaceList(Schema):
    """Places, by id."""

    places: list[PlaceShape]
    next: str | None


class GrantShape(Schema):
    """What the owner of the token or session may read: a range of area codes, both ends included."""

    first: str
    last: str


class WhoShape(Schema):
    """Who the API takes the caller for: scopes and areas, no name."""

    party: str
    token: str | None = Field(description="the token's prefix; null for a session")
    scopes: list[str]
    areas: list[GrantShape]


class MeasureShape(Schema):
    """A measure: what the ledger counts."""

    number: int
    code: str
    name: Said
    says: Said
    base: str


class MeasureList(Schema):
    """Measures by number."""

    measures: list[MeasureShape]


class ProgrammeShape(Schema):
    """A programme."""

    name: str
    title: Said
    says: Said
    measures: list[str]
    figures: list[str]


class ProgrammeList(Schema):
    """Programmes."""

    programmes: list[ProgrammeShape]


class BadRowShape(Schema):
    """A row that was not taken: where, what is wrong, what to do."""

    sheet: str
    part: str
    row: int
    column: str
    detail: str
    remedy: str


class FindShape(Schema):
    """Something worth knowing about a sheet that refuses no row."""

    part: str
    row: int
    detail: str


class RecordedShape(Schema):
    """How many records of a register a worksheet brought, changed, or said again."""

    new: int
    changed: int
    same: int


class TakenShape(Schema):
    """What became of one worksheet."""

    sheet: str
    name: Said
    part: str
    good: int
    waiting: int = Field(0, description="rows that wait for an answer; nothing of them is posted yet")
    bad: int
    act: int | None
    posted: int = Field(description="entries of the ledger; a worksheet may bring records alone")
    reversed: int
    recorded: RecordedShape | None = Field(
        None, description="records of a register; null where none were kept, and in older answers"
    )


class HandedShape(Schema):
    """What became of a workbook: each worksheet, the rows refused, what is worth knowing."""

    digest: str = Field(description="SHA-256 of the file")
    repeated: bool = Field(description="the same file under the same key: this is the first answer again")
    worksheets: list[TakenShape]
    errors: list[BadRowShape]
    finds: list[FindShape]
    asked: list[FindShape] = Field([], description="what the waiting rows are asked about")
    questions: str = Field(
        "", description="where a clerk of the office answers; blank where nothing is asked"
    )
    unrecognised: list[str]


class HandingShape(Schema):
    """A large workbook on its way: how far it is, and at the end what became of it."""

    number: int
    address: str = Field(description="where to ask again")
    state: str = Field(pattern="^(waiting|running|done|failed|cancelled)$")
    rows_read: int
    rows: int = Field(description="0 as long as nobody has counted them")
    said: str = Field(description="why it failed, and what to do; empty where it did not")
    became: HandedShape | None
