"""History 评定经过: the grades of stations as the room of appraisals reads them, the newest first."""

from collections.abc import Iterable, Sequence

from nuanxin.kernel.appraisals import Given
from nuanxin.programmes.stations.models import Grade


def history(stations: Sequence[int]) -> dict[int, list[Given]]:
    """Return the grades of each station, the newest first."""
    found: dict[int, list[Given]] = {}
    for grade in Grade.objects.filter(station_id__in=stations, withdrawn=False).order_by("-on"):
        given = Given(
            grade.pk,
            grade.station_id,
            grade.stars,
            grade.on,
            grade.until,
            grade.reason,
            grade.decided_by_id,
            grade.passed,
            grade.passed_by_id,
        )
        found.setdefault(grade.station_id, []).append(given)
    return found


def until_the_next(grades: Iterable[Grade]) -> list[Grade]:
    """Give each grade the day the next passed one of its station begins; return those whose day changed."""
    by_station: dict[int, list[Grade]] = {}
    for grade in grades:
        by_station.setdefault(grade.station_id, []).append(grade)
    moved = []
    for each in by_station.values():
        each.sort(key=lambda grade: grade.on)
        for at, grade in enumerate(each):
            until = next((later.on for later in each[at + 1 :] if later.passed), None)
            if grade.until != until:
                grade.until = until
                moved.append(grade)
    return moved
