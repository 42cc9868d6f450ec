"""Scopes 值守范围: what a keeper's grant is bound to, as an administrator types it and as it is shown."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from nuanxin.kernel.access.actions import EVERYWHERE, Only
from nuanxin.kernel.access.models import KEEPER, Grant
from nuanxin.kernel.ledger.records import Record, record_models
from nuanxin.kernel.parties.models import Party


def kept_places() -> list[type[Record]]:
    """Return the registers whose places an organisation keeps."""
    return [model for model in record_models().values() if model.kept_by]


def scope_of(role: str, keeps: str, area: int | None) -> tuple[Only, int]:
    """Return what a role is bound to and its area, as they were typed.

    ``keeps`` is the number of a place, whose area then holds, or the name of an organisation. Raises
    ValueError in words where it is neither, or no area is known.
    """
    text = keeps.strip() if role == KEEPER else ""
    record = next(filter(None, (_place(model, text) for model in kept_places() if text)), None)
    if record is not None:
        return Only(None, record.record_kind, record.pk), record.area
    if area is None:
        raise ValueError(_("Give the code of an area; 1508 is one."))
    return (Only(_keeper(text)) if text else EVERYWHERE), area


def _place(model: type[Record], text: str) -> Record | None:
    return model._default_manager.filter(key=text, withdrawn=False).first()


def _keeper(text: str) -> int:
    named = Party.objects.filter(kind="organisation", public_name=text).values_list("pk", flat=True)
    for model in kept_places():
        kept = model._default_manager.filter(**{f"{model.kept_by}__in": list(named)}, withdrawn=False)
        if found := kept.values_list(model.kept_by, flat=True).first():
            return int(found)
    raise ValueError(
        _("“%(text)s” is no number of a place, and no organisation that keeps one.") % {"text": text[:40]}
    )


def scope_words(grants: Iterable[Grant]) -> dict[int, str]:
    """Return what keepers' grants are bound to in words, by the id of the grant; a query a register."""
    bound = [each for each in grants if each.role == KEEPER]
    places = dict[tuple[int | None, int | None], str]()
    for kind in {each.record_kind for each in bound if each.record_kind is not None}:
        here = record_models()[kind]._default_manager.filter(
            pk__in={each.record for each in bound if each.record_kind == kind}
        )
        places |= {(kind, record.pk): str(record) for record in here}
    kept = Party.objects.filter(pk__in={each.organisation_id for each in bound if each.organisation_id})
    called = dict(kept.values_list("pk", "public_name"))
    return {
        each.pk: _("places kept by %(name)s") % {"name": called.get(each.organisation_id, "")}
        if each.organisation_id
        else places.get((each.record_kind, each.record), "")
        for each in bound
    }
