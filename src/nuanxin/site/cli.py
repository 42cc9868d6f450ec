"""``nuanxin``: the command-line door. It speaks the language of the terminal."""

import atexit
import gc
import os
import sys


def language() -> str:
    """Return the language of commands: NUANXIN_LANGUAGE, else the terminal's, else English."""
    asked = os.environ.get("NUANXIN_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "zh-hans" if asked.lower().startswith("zh") else "en"


def main() -> None:
    """Start Django, choose the language, run the command; known faults end in one clear line.

    What a thousand modules hold is no garbage: nobody looks for any among it, but for libraries that want
    everything of theirs gone at the end.
    """
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanxin.site.settings")
    import django
    from django.utils import translation

    django.setup()
    translation.activate(language())
    from nuanxin.site.commands import FAULTS, door

    gc.freeze()
    atexit.register(gc.unfreeze)
    gc.enable()
    try:
        door(prog_name="nuanxin")
    except FAULTS as fault:
        sys.stderr.write(f"nuanxin: {fault}\n")
        sys.exit(1)


if __name__ == "__main__":
    main()
