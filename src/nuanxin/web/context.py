"""What every page needs to know: where one is, in which language, in which type."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.bulletins.forms.actions import HANDS

LARGE_TYPE_COOKIE = "nuanxin_large_type"
REMEMBERED_S = 365 * 24 * 3600

NAVIGATION = (
    ("home", _("Overview")),
    ("programmes", _("Programmes")),
    ("bulletins", _("Bulletins")),
    ("figures", _("Figures")),
)
"""The doors of the house in the order of the navigation: url name and word."""

BEHIND = {"figures": ("explore",)}
"""Rooms without a door of their own, and the door they lie behind."""
FORMS = ("forms", _("Forms"))
"""The door of those who fill the forms of superior offices; it stands behind that of bulletins."""
NEARBY = ("finders", _("Nearby"))
"""The door of whoever looks for a place; those who read records have it on the board of its programme."""
RECORDS = (("plans", _("Plans")), ("registers", _("Records")), ("ledger", _("Ledger")))
"""The doors of those who may read records, and the plans made from them."""


@dataclass(frozen=True, slots=True)
class Door:
    """A link of the navigation; ``here`` when the page lies behind it."""

    url: str
    word: Promise
    here: bool


def shell(request: HttpRequest) -> dict[str, object]:
    """Return the template variables of the shell: doors, language, type size."""
    language = get_language() or settings.LANGUAGE_CODE
    english = language.startswith("en")
    actor = getattr(request, "actor", None)
    reads = actor is not None and bool(ranges_of(actor, *READERS))
    doors = (*NAVIGATION, *RECORDS) if reads else (*NAVIGATION, NEARBY)
    if actor is not None and ranges_of(actor, *HANDS):
        doors = (*doors[:3], FORMS, *doors[3:])
    return {
        "doors": [_door(request.path, name, word) for name, word in doors],
        "reads": reads,
        "page_language": "en" if english else "zh-Hans",
        "other_language": ("zh-hans", "中文") if english else ("en", "English"),
        "actor": actor,
        "large_type": request.COOKIES.get(LARGE_TYPE_COOKIE) == "1",
        "here": request.get_full_path(),
    }


def _door(path: str, name: str, word: Promise) -> Door:
    url = reverse(name)
    behind = (url, *map(reverse, BEHIND.get(name, ())))
    return Door(url, word, path == url if name == "home" else path.startswith(behind))
