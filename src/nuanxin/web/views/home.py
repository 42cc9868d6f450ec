"""Home 总览: the loop as it runs, the programmes, what the ledger holds, what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.programme import all_finders
from nuanxin.web.contents import contents
from nuanxin.web.kept_pages import asks_only, kept
from nuanxin.web.loop import holding, loop_steps
from nuanxin.web.routes import public
from nuanxin.web.today.views import today, works


@public
@kept
@asks_only()
def home(request: HttpRequest) -> HttpResponse:
    """Show the overview; in an empty house, how to begin; to those who work here, what needs a hand."""
    if works(request):
        return today(request)  # type: ignore[arg-type]
    held = holding()
    latest = Bulletin.objects.order_by("-published_at").first()
    picture = {
        "held": held,
        "steps": loop_steps(held),
        "latest": latest,
        "listed": contents(latest),
        "finders": [finder for _owner, finder in all_finders()],
    }
    return render(request, "web/home.html", picture)
