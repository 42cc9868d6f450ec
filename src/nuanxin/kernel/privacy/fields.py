"""Sealed columns 密文列: a model's column whose values are sealed, and the blind index beside it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from nuanxin.kernel.privacy.declare import Personal
from nuanxin.kernel.privacy.ring import Ring, place, read
from nuanxin.plain.masks import normal

if TYPE_CHECKING:
    _Bytes = models.BinaryField[bytes | None, bytes | None]
else:
    _Bytes = models.BinaryField


class SealedField(_Bytes):
    """A column of sealed values. ``declared`` says of what kind they are.

    Where one column holds several kinds, ``by`` names the column that tells them apart; the
    declaration is then the one whose name ends with its value. ``index`` names the column of the
    blind index, if values are searched for. ``replaced`` says that its table refuses UPDATE.
    """

    def __init__(
        self,
        *declared: Personal,
        by: str = "",
        index: str = "",
        replaced: bool = False,
        null: bool = True,
        **rest: Any,
    ) -> None:
        super().__init__(null=null, **rest)
        self.declared, self.by, self.index, self.replaced = declared, by, index, replaced

    def deconstruct(self) -> Any:
        """Leave the declaration out of migrations: it says nothing of the column."""
        name, path, _positional, named = super().deconstruct()
        return name, path, [], named

    def personal_of(self, row: models.Model) -> Personal:
        """Return the declaration of a row's value."""
        if not self.by:
            return self.declared[0]
        said = getattr(row, self.by)
        return next(each for each in self.declared if each.name.rpartition(".")[2] == said)

    def place_of(self, row: models.Model) -> str:
        """Return what binds a row's value to its place."""
        return place(row._meta.db_table, self.attname, row.pk)


def sealed_field(model: type[models.Model], name: str) -> SealedField:
    """Return a sealed column of a model; TypeError where the column is not one."""
    field = model._meta.get_field(name)
    if not isinstance(field, SealedField):
        raise TypeError(f"{model.__name__}.{name} is no sealed column")
    return field


def conceal(row: models.Model, name: str, text: str, ring: Ring | None = None) -> None:
    """Put a text into a sealed column of a row, which has its key, with its blind index; save it yourself.

    Where many rows are written, give one ring, made inside the transaction.
    """
    field, ring = sealed_field(type(row), name), ring or Ring()
    personal = field.personal_of(row)
    setattr(row, name, ring.seal(personal.name, text, field.place_of(row)))
    if field.index:
        setattr(row, field.index, ring.index(personal.kind, normal(personal.kind, text)))


def reveal(row: models.Model, name: str) -> str:
    """Return the text of a row's sealed column, or nothing where it was erased."""
    return reveal_all([row], name)[0]


def reveal_all(rows: Iterable[models.Model], name: str) -> list[str]:
    """Return the texts of a sealed column of rows of one model, "" where erased."""
    given = list(rows)
    held = [(bytes(sealed), each) for each in given if (sealed := getattr(each, name)) is not None]
    field = sealed_field(type(given[0]), name) if given else None
    texts = iter(read([(sealed, field.place_of(each)) for sealed, each in held]) if field else ())
    return [next(texts) if getattr(each, name) is not None else "" for each in given]


def sealed_columns() -> Iterator[tuple[type[models.Model], SealedField]]:
    """Yield every sealed column of the house with its model."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                yield model, field
