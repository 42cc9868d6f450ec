"""Print what is wrong with a tree as JSON: ``python -m tests.house ROOT``, run inside that tree."""

import json
import os
import sys
from pathlib import Path

import django


def main() -> None:
    """Set Django up on the tree and run every rule."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuanxin.site.settings")
    django.setup()
    from tests.house.rules import faults

    print(json.dumps(faults(Path(sys.argv[1])), ensure_ascii=False))


if __name__ == "__main__":
    main()
