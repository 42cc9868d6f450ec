"""Shapes of forms: what there is to fill, and what a filling came to."""

from datetime import datetime

from ninja import Field, Schema


class FormShape(Schema):
    """A superior office's form that the caller fills."""

    name: str
    title: str
    issued_by: str
    area: str = Field(description="division code of 12 digits")
    period_kind: str = Field(description="month, quarter, year or as_of: what it is filled for")
    version: int
    bound: int = Field(description="how many cells are bound")
    retired: bool


class FormList(Schema):
    """The forms of the areas a caller is clerk or publisher of."""

    forms: list[FormShape]


class FilledCellShape(Schema):
    """A cell of a filled copy: what was written, or why it stayed blank."""

    part: str = Field(description="worksheet")
    cell: str
    figure: str
    area: str
    period: str
    written: str = Field(description="as it stands in the file; empty where it stayed blank")
    unit: str
    reason: str = Field(description="why it stayed blank: undefined, not_over, not_closed, withheld, gone")
    rows: int | None = Field(description="how many entries stand behind it")


class FilledFormShape(Schema):
    """A filled copy: kept as it was handed out."""

    form: str
    number: int
    period: str
    as_of: int = Field(description="seq of the last entry it saw")
    filled_at: datetime
    digest: str = Field(description="SHA-256 of the file")
    cells: list[FilledCellShape]
