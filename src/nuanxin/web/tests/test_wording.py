"""Words on pages: what is read as one stays on one line."""

import pytest

from nuanxin.web.templatetags.wording import unbroken


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("周一至周五 08:30-12:00、14:00-18:00；节假日 休息", ["08:30-12:00", "14:00-18:00"]),
        ("每天 20:00-次日08:00", ["20:00-次日08:00"]),
        ("Mon–Fri 08:30-12:00, 14:00-18:00", ["08:30-12:00", "14:00-18:00"]),
        ("2024年4月29日", ["2024年4月29日"]),
        ("5 November 2026", ["5 November 2026"]),
    ],
)
def test_a_span_of_hours_and_a_day_are_not_broken(text, whole):
    shown = unbroken(text)
    assert [each.split("</span>")[0] for each in shown.split('<span class="nowrap">')[1:]] == whole


def test_what_somebody_typed_stays_text():
    assert unbroken("<b>08:00-09:00</b>") == '&lt;b&gt;<span class="nowrap">08:00-09:00</span>&lt;/b&gt;'
