"""A closed month routes what comes late; it does not forbid it."""

import pytest

from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.closings import close_month
from nuanxin.kernel.ledger.models import NORMAL, REVERSAL, SUPPLEMENT, Act, Entry
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.kernel.ledger.tests.lines import BY, CHIEF, CLERK, append, line, reversal
from nuanxin.kernel.ledger.verify import verify

pytestmark = pytest.mark.django_db
LATE = By(CLERK, reason="late", second=CHIEF)


@pytest.fixture(autouse=True)
def _closed():
    append(BY, line())
    close_month(BY, programme=2, area=150826000000, last_area=150826999999, month=202405)


@pytest.mark.parametrize(
    "by", [BY, By(CLERK, reason="late"), By(CLERK, second=CHIEF), By(CLERK, reason="late", second=CLERK)]
)
def test_a_late_line_needs_a_reason_and_a_second_signer(by):
    with pytest.raises(PeriodClosed, match=r"150826000000.*2024-05|2024-05.*150826000000"):
        append(by, line())
    assert Entry.objects.count() == 1


def test_a_late_line_becomes_a_supplement():
    append(LATE, line())
    assert Entry.objects.get(seq=2).kind == SUPPLEMENT
    assert verify() == []


def test_a_correction_in_a_closed_month_stays_red_and_blue():
    append(LATE, reversal(1, line()), line(quantity=2, corrects=1))
    assert [entry.kind for entry in Entry.objects.filter(seq__gt=1).order_by("seq")] == [REVERSAL, SUPPLEMENT]


@pytest.mark.parametrize(
    "open_line",
    [
        line(on=20240430),
        line(on=20240601),
        line(area=150825999999),
        line(area=150827000000),
        line(measure=301),
    ],
)
def test_other_months_areas_and_programmes_stay_open(open_line):
    append(BY, open_line)
    assert Entry.objects.get(seq=2).kind == NORMAL


@pytest.mark.parametrize("edge", [line(on=20240501, area=150826000000), line(on=20240531, area=150826999999)])
def test_the_edges_are_closed(edge):
    with pytest.raises(PeriodClosed):
        append(BY, edge)


def test_closing_what_is_closed_does_nothing():
    again = close_month(BY, programme=2, area=150826000000, last_area=150826999999, month=202405)
    assert again.result is None and again.act is None
    assert Act.objects.count() == 2
