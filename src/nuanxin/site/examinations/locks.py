"""Examinations of what seals personal values: the keys are there, their owner's alone, and not too old."""

import time

from django.utils.translation import gettext as _

from nuanxin.kernel.privacy import master
from nuanxin.kernel.privacy.ciphers import Unreadable
from nuanxin.kernel.privacy.models import DataKey
from nuanxin.kernel.privacy.ring import Ring
from nuanxin.site.examinations.configuration import open_to_others
from nuanxin.site.examinations.verdicts import Opinion, fine, look, mend

DAY_US = 86_400_000_000
OLD_DAYS = 400
"""A year and a month: keys are to be rotated once a year."""


def personal_keys() -> Opinion:
    """Every key that personal values lie under can be opened, by the program alone, and is not too old."""
    made = list(DataKey.objects.values_list("made_at", flat=True))
    if not made:
        return fine(_("No personal value is kept yet; the keys are made with the first."))
    try:
        ring = Ring()
    except (master.KeyMissing, Unreadable) as error:
        return mend(
            _("Personal values cannot be opened: %(said)s") % {"said": error},
            _("Bring the folder of master keys back; without them these values are lost."),
        )
    if bare := [path.name for path in master.files() if open_to_others(path)]:
        return mend(
            _("Others on this machine may read these master keys: %(names)s.") % {"names": ", ".join(bare)},
            _("Run `chmod 600` on them; if somebody may have copied one, run `nuanxin keys rotate`."),
        )
    return _aged(len(ring.known), int((time.time_ns() // 1_000 - max(made)) / DAY_US))


def _aged(count: int, days: int) -> Opinion:
    said = _("%(count)d data keys can be opened; the newest is %(days)d days old.") % {
        "count": count,
        "days": days,
    }
    if days > OLD_DAYS:
        return look(said, _("Run `nuanxin keys rotate`, then `nuanxin keys retire`; once a year is usual."))
    return fine(said)
