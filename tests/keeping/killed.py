"""Run a command and kill the process at the n-th call of a function: ``killed.py FUNCTION N COMMAND...``.

A function is named as ``module:name``. What a power cut does, a SIGKILL does here: nothing is tidied.
"""

import os
import signal
import sys
from importlib import import_module


def main(function: str, number: int, words: list[str]) -> None:
    """Wrap the function, then be the command."""
    import django

    django.setup()
    module, _, path = function.partition(":")
    home = import_module(module)
    for name in path.split(".")[:-1]:
        home = getattr(home, name)
    name, calls = path.split(".")[-1], 0
    whole = getattr(home, name)

    def counted(*args: object, **kwargs: object) -> object:
        nonlocal calls
        calls += 1
        if calls == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*args, **kwargs)

    setattr(home, name, counted)
    if os.environ.get("NUANXIN_TEST_CHUNK"):
        import_module("nuanxin.site.moving").CHUNK = int(os.environ["NUANXIN_TEST_CHUNK"])
    from nuanxin.site.commands import door

    door(words)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
