"""The process that runs commands for tests: when it dies, a test says so."""

import os
import signal

import pytest

from tests.ready import Ready, ReadyProcessEnded


@pytest.fixture
def waiting():
    """A process of this test's own."""
    ready = Ready()
    yield ready
    ready.end()


def test_it_says_by_what_it_was_killed_and_for_what(waiting):
    os.kill(waiting.process.pid, signal.SIGKILL)
    with pytest.raises(ReadyProcessEnded, match=r"was killed by SIGKILL while `nuanxin\.site"):
        waiting.run(["nuanxin.site.cli", "setup"], os.environ)


def test_what_goes_on_lets_others_run_and_ends_when_it_is_told_to(waiting):
    number = waiting.begin(["-c", "import time; time.sleep(600)"], os.environ)
    assert waiting.run(["-c", "print(1)"], os.environ).stdout == "1\n"
    assert waiting.stop(number) == -signal.SIGTERM
