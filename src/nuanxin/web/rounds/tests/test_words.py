"""The words of a round in Chinese: what is open says so, in no words of another page."""

from datetime import datetime

import pytest
import time_machine
from django.utils import translation

from nuanxin.kernel.rules.calendar import HERE
from nuanxin.web.acts import REASONS
from tests.people import client_of

pytestmark = pytest.mark.usefixtures("demo")


@pytest.mark.parametrize(("hour", "said"), [(12, "现在开门"), (23, "现在关门")])
def test_a_round_says_whether_a_place_is_open_now(hour, said):
    keeper = client_of("keeper")
    with time_machine.travel(datetime(2026, 11, 25, hour, tzinfo=HERE), tick=False):
        for address in ("/rounds/stations/?q=LH-003", "/rounds/stations/LH-003/"):
            page = keeper.get(address).content.decode()
            assert said in page and "只看正在开放" not in page


def test_the_reason_of_what_is_withdrawn_is_not_the_state_of_a_bulletin():
    with translation.override("zh-hans"):
        assert str(REASONS["withdrawn"]) == "撤销"
