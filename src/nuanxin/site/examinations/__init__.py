"""Examinations 体检: what a keeper should know of an installation, one small function each.

Each returns an opinion: a verdict, what was seen, what to do. None changes anything.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from nuanxin.site.examinations import configuration, locks, sealing, storage
from nuanxin.site.examinations.verdicts import Opinion, Verdict, fine, look, mend
from nuanxin.site.speaking import said

Examination = Callable[[], Opinion]

OF_SETTINGS: tuple[tuple[str, Examination], ...] = (
    (said("errors shown"), configuration.debugging),
    (said("secret key"), configuration.secret),
    (said("host names"), configuration.hosts),
    (said("Django's checks"), configuration.django),
    (said("data folder"), configuration.data_folder),
    (said("city"), configuration.city),
    (said("drafts"), configuration.drafts),
    (said("Chinese texts"), configuration.words),
    (said("engine"), configuration.figures),
    (said("backups"), storage.backups),
)
"""What can be looked at without the database."""

OF_DATABASE: tuple[tuple[str, Examination], ...] = (
    (said("migrations"), storage.migrations),
    (said("database"), storage.database_mode),
    (said("append-only"), storage.append_only),
    (said("disk"), storage.disk),
    (said("clock"), sealing.clock),
    (said("seal's key"), sealing.seal_key),
    (said("seals"), sealing.seals),
    (said("verification"), sealing.verified),
    (said("personal keys"), locks.personal_keys),
    (said("sealed files"), sealing.sealed_files),
)
"""What is looked at in the database or against it; what waits for migrations comes after them."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An examination and its opinion: an id for monitors, a word for people."""

    id: str
    name: str
    opinion: Opinion


def examine() -> Iterator[Examined]:
    """Carry out every examination, in order; one that stumbles says so and keeps nobody else."""
    for name, each in OF_SETTINGS:
        yield Examined(each.__name__, _(name), _tried(each))
    opinion = _tried(reached)
    yield Examined(reached.__name__, _("reaching the database"), opinion)
    ready = opinion.verdict is Verdict.FINE
    for name, each in OF_DATABASE:
        opinion = _tried(each) if ready else look(_("Not looked at."), _("Mend what stands above first."))
        yield Examined(each.__name__, _(name), opinion)
        ready = ready and not (each is storage.migrations and opinion.verdict is Verdict.MEND)


def reached() -> Opinion:
    """Say whether the database is there; a SQLite file that is not is not made by looking."""
    path = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor == "sqlite" and not path.exists():
        return mend(_("There is no database yet."), _("Run `nuanxin setup`."))
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return mend(
            _("The database does not answer: %(said)s") % {"said": str(error).strip()},
            _("Start it, or mend NUANXIN_DATABASE."),
        )
    return fine(_("%(kind)s answers.") % {"kind": connection.display_name})


def _tried(each: Examination) -> Opinion:
    try:
        return each()
    except Exception as error:  # whatever it is, the keeper is told, and the rest is looked at
        return mend(
            _("It could not be looked at: %(said)s") % {"said": f"{type(error).__name__}: {error}".strip()},
            _("Mend what the message names, and look again."),
        )
