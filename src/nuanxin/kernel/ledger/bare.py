"""Bare models 素模型: models made straight from their columns' values.

Django looks at every field of every object it makes: signals, descriptors, names of relations. For a
table read or written by the hundred thousand that costs several times the rest, and here it does nothing:
the house has no signals, and plain columns keep their values as they are.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import models
from django.db.models.base import DEFERRED, ModelState
from django.db.models.fields import NOT_PROVIDED
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query_utils import DeferredAttribute


class _Blank(NamedTuple):
    """What an object of a model holds of which nothing is said: fixed values, and those made each time."""

    names: tuple[str, ...]
    fixed: dict[str, Any]
    made: tuple[tuple[str, Callable[[], Any]], ...]


class Bare(models.Model):
    """A model whose objects are made by their columns' names, or by all columns in order, without ceremony.

    Made otherwise (an object given for a relation, a column deferred, a column with a life of its own),
    they are made as Django makes them, and hold the same.
    """

    class Meta:
        abstract = True

    if not TYPE_CHECKING:

        def __init__(self, *args: Any, **said: Any) -> None:
            """Take the values of columns; what is not said is at its default."""
            blank = _blank(type(self))
            if blank and not args and said.keys() <= blank.fixed.keys():
                made = {name: make() for name, make in blank.made if name not in said}
                self.__dict__ = {"_state": ModelState(), **blank.fixed, **said, **made}
            elif blank and not said and len(args) == len(blank.names) and DEFERRED not in args:
                self.__dict__ = dict(zip(blank.names, args, strict=True), _state=ModelState())
            else:
                super().__init__(*args, **said)


@cache
def _blank(model: type[Bare]) -> _Blank | None:
    """Return what a model's objects hold from the start, None for models that need Django's ceremony."""
    fields = model._meta.concrete_fields
    if model._meta.abstract or not all(map(_plain, fields)):
        return None
    made = {each.attname: make for each in fields if (make := _made_each_time(each))}
    return _Blank(
        tuple(each.attname for each in fields),
        {each.attname: None if each.attname in made else each.get_default() for each in fields},
        tuple(made.items()),
    )


def _made_each_time(field: "models.Field[Any, Any]") -> Callable[[], Any] | None:
    """Return what makes a column's default where objects may not share it."""
    if field.db_default is not NOT_PROVIDED:
        return field.get_default
    default: Any = field.default
    return default if default is not NOT_PROVIDED and callable(default) else None


def _plain(field: "models.Field[Any, Any]") -> bool:
    """Return whether a column's value stands in the object as it is."""
    kinds = (DeferredAttribute, ForeignKeyDeferredAttribute)
    return not field.generated and type(getattr(field.model, field.attname)) in kinds
