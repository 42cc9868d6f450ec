"""Pointing 所指: which records a record is about, as its fields declare it."""

from functools import cache

from django.db import models


@cache
def pointing(model: type[models.Model]) -> tuple[tuple[int, str], ...]:
    """Return the columns of a model that point to records, each with the kind it points to, in order."""
    fields = [(field.related_model, field.attname) for field in model._meta.concrete_fields]
    kinds = [(getattr(to, "record_kind", None), name) for to, name in fields]
    return tuple((kind, name) for kind, name in kinds if kind is not None)
