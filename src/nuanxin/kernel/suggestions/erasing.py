"""Erasing suggestions 清除: their sealed words and contacts, once they were answered long enough ago."""

from django.db.models import QuerySet

from nuanxin.kernel.suggestions.models import Suggestion


def erase_sealed(rows: QuerySet[Suggestion], column: str) -> list[tuple[str, bytes]]:
    """Empty a sealed column of suggestions; return what was destroyed, as it lay sealed.

    The answer and what was told in public stay: they name nobody.
    """
    held = rows.filter(**{f"{column}__isnull": False})
    lines = [(f"suggestions_suggestion|{each.pk}|{column}", bytes(getattr(each, column))) for each in held]
    held.update(**{column: None})
    return lines
