"""The burden of a bulletin 填报负担: what people typed for its figures, worked out when it is published."""

from collections.abc import Iterable

from nuanxin.kernel.bulletins.models import Bulletin, BulletinBurden
from nuanxin.kernel.figures.answers import Ask
from nuanxin.kernel.figures.burden import burden
from nuanxin.plain.periods import Period


def burden_of(bulletin: Bulletin, asks: Iterable[Ask], own: int) -> BulletinBurden:
    """Return what a bulletin's figures cost to type in the month it is as of; not saved.

    ``own`` are the fields typed for its own act.
    """
    month = Period.parse(f"{bulletin.as_of:%Y-%m}")
    now, before = burden(asks, within=month)
    return BulletinBurden(
        bulletin=bulletin,
        month=str(month),
        fields=now.fields,
        again=now.again,
        places=now.places,
        fields_before=before.fields,
        places_before=before.places,
        own=own,
    )
