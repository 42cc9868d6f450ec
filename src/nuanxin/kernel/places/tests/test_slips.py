"""One letter wrong is forgiven, another number never."""

import pytest

from nuanxin.kernel.places.slips import LONGEST, nearly

TEXT = "lh-031 治丰村沿街暖心驿站 临河区解放街道曙光乡 linhe district"


@pytest.mark.parametrize(
    "word",
    ["治丰村", "治封村", "临和区", "解方", "解放接道", "暖驿站", "暖心心驿站", "心暖驿站", "linhee", "lihne"],
)
def test_a_letter_wrong_missing_too_many_or_swapped_is_forgiven(word):
    assert nearly(word).search(TEXT)


@pytest.mark.parametrize(
    "word", ["lh-037", "lh-131", "解房道路", "没有这条街", "xhe", "治" * (LONGEST + 1), ".*"]
)
def test_another_number_or_two_letters_wrong_is_another_place(word):
    assert not nearly(word).search(TEXT)
