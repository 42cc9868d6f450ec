"""Photos 照片: what a place looks like, for whoever looks for its door; many places have none."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Near
from nuanxin.kernel.places.models import Photo
from nuanxin.kernel.places.photos import photo_about
from nuanxin.web.nearby.books import place_of
from nuanxin.web.routes import public

FRESH = "public, max-age=86400"
"""Its address names the act that put it up, so another photo has another address."""


def photo_of(finder: Finder, near: Near) -> Photo | None:
    """Return the photo of a place; None where it has none."""
    return photo_about(finder.record.record_kind, near.spot.number)


@public
def photo(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show the photo of a place in use."""
    found = photo_of(*place_of(slug, key, timezone.now()))
    if found is None:
        raise Http404(_("There is no photo of this place."))
    answer = HttpResponse(bytes(found.content), content_type="image/jpeg")
    answer["Cache-Control"] = FRESH
    return answer
