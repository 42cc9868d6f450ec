"""Jobs 后台任务: how one's own long work stands, a way to stop it, and what it left."""

from mimetypes import guess_type

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh

from nuanxin.web.jobs.kinds import title_of
from nuanxin.web.jobs.models import DONE, Job
from nuanxin.web.jobs.progress import output
from nuanxin.web.jobs.running import cancel, job_address
from nuanxin.web.routes import SignedRequest, signed_in

LISTED = 50


def own_job(request: HttpRequest, number: int, *kinds: str) -> Job:
    """Return one of the reader's own jobs; another's is not found."""
    mine = Job.objects.select_related("owner").filter(owner_id=request.actor.party)  # type: ignore[attr-defined]
    try:
        return (mine.filter(kind__in=kinds) if kinds else mine).get(pk=number)
    except Job.DoesNotExist as error:
        raise Http404(_("There is no such work of yours.")) from error


@signed_in
def jobs(request: SignedRequest) -> HttpResponse:
    """List one's own long work, newest first."""
    mine = Job.objects.filter(owner_id=request.actor.party).order_by("-pk")[:LISTED]
    listed = [(job, title_of(job), job_address(job)) for job in mine]
    return render(request, "jobs/jobs.html", {"jobs": listed})


@signed_in
def job(request: SignedRequest, number: int) -> HttpResponse:
    """Show how a job stands; the page asks again by itself while it runs."""
    found = own_job(request, number)
    return render(request, "jobs/job.html", {"job": found, "title": title_of(found)})


@signed_in
def progress(request: SignedRequest, number: int) -> HttpResponse:
    """Give the part of a page that tells the progress; a finished job asks for the whole page again."""
    found = own_job(request, number)
    if not found.open:
        return HttpResponseClientRefresh() if request.htmx else HttpResponseRedirect(job_address(found))
    return render(request, "jobs/progress.html", {"job": found})


@signed_in
@require_POST
def stop(request: SignedRequest, number: int) -> HttpResponse:
    """Stop a job before it commits."""
    found = own_job(request, number)
    cancel(found)
    return HttpResponseRedirect(job_address(found))


@signed_in
def left(request: SignedRequest, number: int) -> HttpResponse:
    """Give the file a job left for its owner."""
    found = own_job(request, number)
    name = found.result.get("file", "")
    path = output(found.pk, name.rpartition(".")[2]) if found.state == DONE and name else None
    if path is None or not path.exists():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=guess_type(name)[0] or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response
