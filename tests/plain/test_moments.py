"""A moment is over once its seconds are, when it was ended, and before it began."""

from nuanxin.plain import moments


def test_a_moment_lasts_its_seconds(monkeypatch):
    moment, now = moments.Moment(2), [100.0]
    monkeypatch.setattr(moments, "clock", lambda: now[0])
    assert moment.over()
    moment.begin()
    now[0] = 101.9
    assert not moment.over()
    now[0] = 102.0
    assert moment.over()


def test_a_moment_counts_from_before_the_look_and_ends_when_told(monkeypatch):
    moment = moments.Moment(2)
    monkeypatch.setattr(moments, "clock", lambda: 100.0)
    moment.begin(97.9)
    assert moment.over()
    moment.begin(98.1)
    assert not moment.over()
    moment.end()
    assert moment.over()
