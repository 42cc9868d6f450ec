"""Editions 版次: a bulletin with all its parts at hand, as published or as a draft would be."""

from dataclasses import dataclass

from nuanxin.kernel.bulletins.models import (
    Bulletin,
    CheckResult,
    Correction,
    Imprint,
    Reading,
    Story,
    Withdrawal,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A bulletin and its parts; what a page or a document is made from.

    ``correction`` says what it corrects, ``corrected_by`` the number of the one that corrects it
    (``corrected_in_vain`` where that one was withdrawn), ``withdrawal`` that it was withdrawn itself.
    A ``draft`` has parts nobody saved and no seal.
    """

    bulletin: Bulletin
    imprint: Imprint
    stories: list[Story]
    readings: list[Reading]
    checks: list[CheckResult]
    correction: Correction | None = None
    corrected_by: str = ""
    corrected_in_vain: bool = False
    withdrawal: Withdrawal | None = None
    draft: bool = False


def edition_of(bulletin: Bulletin) -> Edition:
    """Return a published bulletin with its parts."""
    newer = (
        Correction.objects.filter(of=bulletin).values_list("bulletin_id", "bulletin__withdrawal__act").first()
    )
    return Edition(
        bulletin=bulletin,
        imprint=Imprint.objects.filter(bulletin=bulletin).first() or Imprint(bulletin=bulletin),
        stories=list(bulletin.stories.all()),
        readings=list(bulletin.readings.all()),
        checks=list(bulletin.checks.all()),
        correction=Correction.objects.select_related("of").filter(bulletin=bulletin).first(),
        corrected_by=newer[0] if newer else "",
        corrected_in_vain=bool(newer and newer[1]),
        withdrawal=Withdrawal.objects.filter(bulletin=bulletin, act__isnull=False).first(),
    )
