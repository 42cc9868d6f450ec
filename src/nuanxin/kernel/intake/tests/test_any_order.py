"""Whatever is answered when, the ledger ends the same, and what was posted is posted once."""

from random import Random

import pytest
from django.db.models import Sum

from nuanxin.kernel.intake.actions import Chosen, settle
from nuanxin.kernel.intake.doubts import DROP
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.questions import open_questions
from nuanxin.kernel.intake.settling import settle_rows
from nuanxin.kernel.intake.telling import told_of
from nuanxin.kernel.intake.tests.visits import VISITS, days, written
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.rules.models import ReferenceValue

USUAL = days("东站", 12, 15, 9, 18, 11, 14, 13)
FAR = [("东站", f"2024-06-{day:02}", 300 + day) for day in range(1, 6)]
TWICE = [("西站", "2024-05-01", 5), ("西站", "2024-05-01", 6)]


@pytest.fixture(autouse=True)
def _visits(monkeypatch):
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {VISITS.name: VISITS})


def wanted(question) -> str:
    """Return the answer to a question: even values are right, odd ones left out, and six it is."""
    (told,) = told_of([question])
    if question.kind == "double":
        return next(code for code, says in told.options if says.rstrip().endswith("6"))
    return "as_written" if int(told.rows[0][3][told.at]) % 2 == 0 else DROP


def answer_some(clerk, chance: Random) -> None:
    office = office_of(clerk)
    questions = list(open_questions(office))
    some = chance.sample(questions, chance.randint(1, len(questions)))
    settle(By(clerk), office.key, office.area, [Chosen(each.pk, wanted(each)) for each in some])
    if chance.random() < 0.7:
        settle_rows(clerk, lambda settled: None)


@pytest.mark.parametrize("seed", range(8))
def test_any_answers_in_any_order_come_to_the_same(clerk, tmp_path, seed):
    chance = Random(seed)  # noqa: S311 (a test)
    rows = [*USUAL, *FAR, *TWICE]
    while True:
        chance.shuffle(rows)
        take(clerk, written(tmp_path / f"{chance.random()}.xlsx", *rows))
        if not open_questions(office_of(clerk)).exists():
            break
        answer_some(clerk, chance)
    settle_rows(clerk, lambda settled: None)
    stood = dict(ReferenceValue.objects.filter(withdrawn=False).values_list("key", "quantity"))
    right = {
        f"东站|{day}": number for _name, day, number in [*USUAL, *FAR] if number < 100 or number % 2 == 0
    }
    assert stood == right | {"西站|2024-05-01": 6}
    assert Entry.objects.aggregate(all=Sum("quantity"))["all"] == sum(stood.values())
    assert Entry.objects.count() == len(stood), "nothing was posted twice, nothing reversed"
    acts = Act.objects.count()
    take(clerk, written(tmp_path / "again.xlsx", *rows))
    assert settle_rows(clerk, lambda settled: None).posted == 0
    assert Act.objects.count() == acts and not verify_records()
