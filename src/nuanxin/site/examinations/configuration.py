"""Examinations of how the house is set: settings, city, drafts, catalogues."""

import os
import stat
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.bulletins.draft import DraftFaulty, read_draft
from nuanxin.kernel.figures.engine import lacking
from nuanxin.site.city import City, CityFaulty, read_city
from nuanxin.site.examinations.verdicts import Opinion, fine, look, mend
from nuanxin.web.catalogues import catalogues

SHORTEST_SECRET = 50
FEWEST_SIGNS = 10
OWN_NAMES = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def debugging() -> Opinion:
    """Errors in full are for developers: they show a passer-by what the house holds."""
    if settings.DEBUG:
        return mend(_("Errors are shown in full to everybody."), _("Take NUANXIN_DEBUG out and start again."))
    return fine(_("Errors are shown without their inside."))


def secret() -> Opinion:
    """The secret that signs sessions and forms is long, mixed, and its owner's alone."""
    key, path = settings.SECRET_KEY, _folder() / "keys" / "secret"
    if len(key) < SHORTEST_SECRET or len(set(key)) < FEWEST_SIGNS or key.startswith("django-insecure"):
        return mend(
            _("The secret key is short or easily guessed."),
            _("Take NUANXIN_SECRET_KEY out: a good one is then made and kept. Everybody signs in again."),
        )
    if path.exists() and open_to_others(path):
        return mend(
            _("Others on this machine may read keys/secret."), _("Run `chmod 600` on it, as its owner.")
        )
    return fine(_("The secret key is long, and its owner's alone."))


def _folder() -> Path:
    return Path(str(settings.NUANXIN["data"]))


def open_to_others(path: Path) -> bool:
    """Return whether anybody but its owner may do anything with a file."""
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def hosts() -> Opinion:
    """The site answers to its own names only, and speaks HTTPS where others than this machine come."""
    names = settings.ALLOWED_HOSTS
    if "*" in names:
        return mend(
            _("The site answers to any name."), _("Name its own names in NUANXIN_HOSTS, with commas between.")
        )
    if set(names) - OWN_NAMES and not settings.SECURE_PROXY_SSL_HEADER:
        return look(
            _("The site answers to %(names)s without HTTPS.") % {"names": ", ".join(names)},
            _("Put a proxy that speaks HTTPS in front and set NUANXIN_HTTPS=1."),
        )
    return fine(_("The site answers to %(names)s.") % {"names": ", ".join(names)})


def django() -> Opinion:
    """Django's own checks of settings, models and addresses pass."""
    try:
        call_command("check", fail_level="WARNING", stdout=StringIO())
    except CommandError as error:
        return mend(
            str(error).strip(), _("Mend the setting it names; if you set none, install the release again.")
        )
    return fine(_("Django's own checks pass."))


def data_folder() -> Opinion:
    """The data folder is there, ours to write, nobody else's to read, and not half restored."""
    folder = _folder()
    if not os.access(folder, os.W_OK):
        return mend(
            _("The data folder %(folder)s cannot be written.") % {"folder": folder},
            _("Give it to the user who runs Nuanxin, or name another in NUANXIN_DATA."),
        )
    if (folder / "restoring").exists():
        return mend(
            _("A restore was cut off half-way."), _("Run the same `nuanxin restore` again; it finishes.")
        )
    if folder.stat().st_mode & 0o007:
        return look(
            _("Everybody on this machine may look into the data folder."), _("Run `chmod 700` on it.")
        )
    return fine(_("The data folder can be written, and is its owner's alone."))


def city() -> Opinion:
    """The city's settings can be read and its sheets are there."""
    try:
        found = _city()
    except CityFaulty as error:
        return mend(str(error), _("Mend settings.toml in the folder that NUANXIN_CITY names."))
    missing = [path.name for path in found.sheets if not path.exists()]
    if missing:
        return mend(
            _("Sheets named in settings.toml are missing: %(names)s.") % {"names": ", ".join(missing)},
            _("Put them into the folder sheets, or take their names out."),
        )
    facts = {"city": found.name.said(get_language() or ""), "people": len(found.people)}
    return fine(_("%(city)s: %(people)d persons named in its settings.") % facts)


def drafts() -> Opinion:
    """Every bulletin draft of the city can be read."""
    try:
        found = _city()
    except CityFaulty:
        return look(_("The drafts were not read."), _("Mend the city's settings first."))
    faults = []
    for path in found.bulletins:
        try:
            read_draft(path, found.imprint)
        except DraftFaulty as error:
            faults.append(str(error))
    if faults:
        return mend(" ".join(faults), _("Mend the draft at the place named."))
    return fine(_("Drafts: %(count)d, all of which can be read.") % {"count": len(found.bulletins)})


def figures() -> Opinion:
    """The engine chosen for figures is known and installed."""
    if fault := lacking():
        return mend(_("The engine chosen for figures cannot work here."), fault)
    return fine(_("Figures are worked out by %(engine)s.") % {"engine": settings.NUANXIN["engine"]})


def words() -> Opinion:
    """The Chinese of the screen is compiled, from the texts as they are now."""
    stale = [path for path in catalogues() if not _compiled(path)]
    if stale:
        return mend(
            _("Catalogues of Chinese texts not compiled as they stand: %(count)d.") % {"count": len(stale)},
            _("Run `python -m nuanxin.web.catalogues` with the same Python."),
        )
    return fine(_("The Chinese texts are compiled."))


def _compiled(path: Path) -> bool:
    made = path.with_suffix(".mo")
    return made.exists() and made.stat().st_mtime >= path.stat().st_mtime


def _city() -> City:
    return read_city(settings.NUANXIN["city"])
