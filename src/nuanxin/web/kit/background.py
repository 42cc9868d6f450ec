"""Background 后台导出: exports of very many records, written as a job."""

from django.http import QueryDict
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.pages import Page
from nuanxin.kernel.programme import Programme, page
from nuanxin.plain.words import Words
from nuanxin.web.jobs.kinds import Kind, Result
from nuanxin.web.jobs.models import Job
from nuanxin.web.jobs.progress import Pace, output
from nuanxin.web.jobs.running import ask_for, job_address
from nuanxin.web.kit.asked import Asked, asked_of
from nuanxin.web.kit.exports import Table, write
from nuanxin.web.kit.layouts import laid_out
from nuanxin.web.templatetags.wording import said


def export_in_background(
    actor: Actor, owner: Programme, listed: Page, asked: Asked, kind: str, mark: str = ""
) -> str:
    """Ask for an export as a job and return where it tells its progress.

    ``mark`` says who let it go, where that was needed; it stands in the job's title.
    """
    given = {"programme": owner.name, "page": listed.slug, "query": asked.query(), "kind": kind}
    title = _("Export of %(page)s as %(kind)s") % {"page": said(listed), "kind": kind}
    return job_address(ask_for(actor, "export", f"{title}. {mark}"[:255] if mark else title, given))


def _export(job: Job, pace: Pace) -> Result:
    given = job.given
    listed = page(given["programme"], given["page"])
    asked = asked_of(listed, QueryDict(given["query"]))
    out = output(job.pk, given["kind"])
    table = Table(listed, job.actor, asked)
    if listed.layout and given["kind"] == "xlsx":
        out.write_bytes(laid_out(table))
    else:
        write(table, given["kind"], out, pace)
    return {"file": f"{said(listed)}.{given['kind']}"}


EXPORT = Kind("export", Words("导出", "export"), _export)
