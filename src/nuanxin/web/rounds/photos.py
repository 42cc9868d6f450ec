"""Photos 照片: whoever keeps a place puts up what it looks like, or takes it down; nobody has to."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.places.actions import put_up_photo, take_down_photo
from nuanxin.kernel.places.photos import LARGEST_BYTES, PhotoRefused, small_photo
from nuanxin.web.rounds.views import goes_round, place_refused, way_called
from nuanxin.web.routes import SignedRequest
from nuanxin.web.standing import place_of


@goes_round
@require_POST
def photo(request: SignedRequest, slug: str, key: str) -> HttpResponse:
    """Put up the photo that is handed in, or take down the one there is."""
    way = way_called(slug)
    place, file = place_of(way, request.actor, key), request.FILES.get("photo")
    try:
        if request.POST.get("do") == "take_down":
            take_down_photo(By(request.actor), place)
        else:
            small = small_photo(file.read(LARGEST_BYTES + 1) if file else b"")  # while nobody waits to write
            put_up_photo(By(request.actor), place, small)
    except PhotoRefused as refused:
        return place_refused(request, way, place, str(refused))
    return HttpResponseRedirect(f"{reverse('round_place', args=[slug, key])}?told=photo#photo")
