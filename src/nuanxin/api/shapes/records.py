"""What answers about records are made of."""

from typing import Any

from ninja import Field, Schema

from nuanxin.api.shapes.figures import Said


class RecordColumn(Schema):
    """A field of a record: its words, its kind, and the base unit of a quantity."""

    name: str
    title: Said
    kind: str = Field(description="text, whole, quantity, day, area, yes_no or choice")
    base: str = Field(description="base unit of a quantity, which is a whole number written as text")


class RecordKind(Schema):
    """A kind of record that can be listed. What is personal is not among its columns."""

    programme: str
    page: str
    title: Said
    says: Said
    day: str = Field(description="the field that dates a record")
    columns: list[RecordColumn]


class RecordKinds(Schema):
    """The kinds of record there are."""

    kinds: list[RecordKind]


class RecordShape(Schema):
    """A record: its number, the act that last wrote it, its fields."""

    id: str
    act: int
    withdrawn: bool
    values: dict[str, Any]


class RecordList(Schema):
    """Records, newest number first."""

    records: list[RecordShape]
    next: int | None
