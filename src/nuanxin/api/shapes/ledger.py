"""What answers about entries, acts and proofs are made of."""

from datetime import date, datetime

from ninja import Field, Schema

from nuanxin.api.shapes.figures import Said


class EntryShape(Schema):
    """An entry of the ledger. ``quantity`` is a whole number of the measure's base unit, as text."""

    seq: int
    act: int
    kind: str = Field(examples=["normal"])
    measure: int
    measure_code: str
    base: str
    area: str
    on: date
    quantity: str
    subject: str | None = Field(description="surrogate id; who it is stays in the registers")
    counterpart: str | None
    reverses: int | None
    corrects: int | None
    record: str = Field(description="kind:number")
    hash: str


class EntryList(Schema):
    """Entries, newest first; ``next`` is the value of ``before`` for the page that follows."""

    entries: list[EntryShape]
    next: int | None


class RowList(Schema):
    """The entries behind a figure: how many in all, and a page of them."""

    total: int
    as_of: int
    entries: list[EntryShape]
    next: int | None


class ActShape(Schema):
    """An act: what was done when, how many entries it has, its hash in the chain; no names of persons."""

    number: int
    verb: str
    name: Said
    at: datetime
    origin: str | None = Field(description="kind of source: sheet, report, api, ...")
    origin_digest: str | None = Field(description="SHA-256 of the file or message")
    reason: str
    entries: int
    first_seq: int
    hash: str


class ActList(Schema):
    """Acts, newest first; a page may be short: go on while there is a ``next``."""

    acts: list[ActShape]
    next: int | None


class StepShape(Schema):
    """One step upwards: the sibling's side and hash, and what both make."""

    side: str
    sibling: str
    made: str


class HeadShape(Schema):
    """A signed head: what the whole ledger was when it was sealed. ``line`` is what the signature signs."""

    number: int
    segments: int
    entries: int
    acts: int
    root: str
    at: datetime
    key: str
    signature_algorithm: str
    signature: str
    line: str
    code: str = Field(description="as printed on a bulletin")


class EntryProofShape(Schema):
    """That an entry's line stands under a head (RFC 9162, section 2.1.3): two audit paths."""

    line: str
    leaf: str
    index: int
    size: int
    within: list[StepShape]
    segment: int
    segment_root: str
    segment_index: int
    segments: int
    above: list[StepShape]
    head: HeadShape
    holds: bool


class HeadProofShape(Schema):
    """A head, and the consistency path that it continues the one before (RFC 9162, section 2.1.4)."""

    head: HeadShape
    before: int | None
    path: list[str]
    holds: bool


class HeadList(Schema):
    """Heads, newest first."""

    heads: list[HeadProofShape]
