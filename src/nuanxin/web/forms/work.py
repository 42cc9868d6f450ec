"""Work 填报: a form filled in the background, with its progress; the copy is kept or nothing is."""

from django.utils.translation import gettext as _

from nuanxin.kernel.bulletins.forms.actions import FormRefused
from nuanxin.kernel.bulletins.forms.binding import NotBound
from nuanxin.kernel.bulletins.forms.filling import fill
from nuanxin.kernel.figures.snapshots import ManyLedgers, SegmentDamaged
from nuanxin.kernel.intake.faults import CellError
from nuanxin.plain.words import Words
from nuanxin.web.jobs.kinds import Kind, Result
from nuanxin.web.jobs.models import Job
from nuanxin.web.jobs.progress import Pace


def _fill(job: Job, pace: Pace) -> Result:
    given = job.given
    filled = fill(job.actor, given["form"], given["period"], address=given["address"], progress=pace)
    said = _("Copy %(number)d is kept.") % {"number": filled.number}
    return {"form": filled.form_id, "number": filled.number, "said": said}


FAULTS = (FormRefused, NotBound, CellError, FileNotFoundError, SegmentDamaged, ManyLedgers)
KINDS = (Kind("fill_form", Words("填报", "filling of a form"), _fill, "form_filling", FAULTS),)
