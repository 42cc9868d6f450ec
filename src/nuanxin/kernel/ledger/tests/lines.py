"""Lines appended by hand, as ``records`` would: for tests of what lies below records."""

from nuanxin.kernel.ledger.acts import Act, Actor, By, action
from nuanxin.kernel.ledger.models import NORMAL, REVERSAL
from nuanxin.kernel.ledger.posting import Posting
from nuanxin.kernel.ledger.store import Line

CLERK, CHIEF = Actor(11, "clerk"), Actor(12, "chief")
BY = By(CLERK)


def line(measure=201, area=150826100000, on=20240501, quantity=1, subject=None, **more):
    """Return a line to append; ``record`` tells records apart."""
    posting = Posting(measure, area, on, quantity, subject, more.get("counterpart"), more.get("site"))
    return Line(
        more.get("kind", NORMAL), posting, None, more.get("corrects"), 99, more.get("record", 1), None
    )


def reversal(seq, of):
    """Return the red line of an appended one."""
    back = of.posting._replace(quantity=-of.posting.quantity)
    return of._replace(kind=REVERSAL, posting=back, reverses=seq, corrects=None)


@action("trials.append", zh="试记", en="append lines")
def append(act: Act, *lines: Line) -> None:
    """Append lines as they are."""
    act.post(lines)


@action("trials.about", zh="试事", en="do something without entries")
def about(act: Act, identity: str) -> None:
    """Leave an act without entries."""
    act.about("trial", identity)
