from datetime import date

import pytest

from nuanxin.programmes.green_channel.models import Declaration
from tests.loop.sheets import take_in, value

TONNE, YUAN = 1_000_000, 100


def test_goods_count_once_released() -> None:
    goods = Declaration(area=150781000000, firm_id=3, weight_g=22 * TONNE, value_fen=170_000 * YUAN)
    assert list(goods.postings()) == []
    goods.released_on = date(2024, 2, 6)
    assert [(line.on, line.quantity) for line in goods.postings()] == [
        (20240206, 22_000_000),
        (20240206, 17_000_000),
    ]


@pytest.mark.django_db
def test_demo_sheets_make_the_figures_of_the_page() -> None:
    take_in("满洲里公路口岸果蔬出口报关单*第1季度.csv")
    assert value("port.export_weight 150781 2024Q1") == 69_012_460_000
    assert value("port.export_value 150781 2024Q1") == 54_126 * 10_000 * YUAN
    weight, trade = (
        value("port.export_weight_yoy 150781 2024Q1"),
        value("port.export_value_yoy 150781 2024Q1"),
    )
    assert weight is not None and round(float(weight) * 100, 1) == 73.8
    assert trade is not None and round(float(trade) * 100, 1) == 97.9
