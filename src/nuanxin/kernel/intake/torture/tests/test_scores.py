"""The reader on the corpus, on a seed of the suite's own; and on each quirk alone, by name."""

import pytest

from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.torture.corpus import alone, names, write_corpus
from nuanxin.kernel.intake.torture.examining import Scores, examine, examine_book
from nuanxin.kernel.intake.torture.tests.test_corpus import PERSONS

SEED, COUNT = 51, 120
READ, FOUND = 0.93, 0.95
"""Readable cells read, tables found; headings in an office's own words count by their first proposal."""
NOT_ALONE = {"near_headings", "captions_as_values", "side_by_side_tables"}
"""Quirks of headers not recognised without a person; nothing of theirs may be read wrongly either."""
QUIRKS = [name for name in names() if name not in PERSONS]


def _places(scores):
    return "\n".join(str(fault) for fault in scores.faults[:12])


def test_a_corpus_is_read_as_promised(divisions, tmp_path):
    write_corpus(all_sheets(), SEED, COUNT, tmp_path)
    scores = examine(tmp_path, all_sheets())
    assert scores.files == COUNT
    assert (scores.wrong, scores.crashed) == (0, 0), _places(scores)
    assert scores.held == scores.unreadable, _places(scores)
    assert scores.read_share >= READ, _places(scores)
    assert scores.found_share >= FOUND, _places(scores)


@pytest.mark.parametrize("name", QUIRKS)
def test_a_quirk_alone_is_read_rightly_or_questioned(divisions, tmp_path, name):
    made = alone(all_sheets(), name, seed=SEED)
    path = tmp_path / made.truth.file
    path.write_bytes(made.content)
    scores = Scores()
    examine_book(path, made.truth.as_json(), all_sheets(), scores)
    assert (scores.wrong, scores.crashed) == (0, 0), _places(scores)
    assert scores.held == scores.unreadable, _places(scores)
    if name not in NOT_ALONE and made.truth.opens:
        assert scores.read == scores.readable, _places(scores)
        assert (scores.found, scores.told) == (scores.tables, scores.sums), _places(scores)
