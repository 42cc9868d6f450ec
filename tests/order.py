"""Which files of tests go first: the longest, so that no worker is left with one while the other is done.

Workers take files in the order they are in, two ahead. Files that need the loaded demonstration wait for
one another while it is loaded, so the second one needs none. Files that ask Spark go to one worker, as
every worker that asks begins a Java of its own.
"""

from functools import cached_property
from pathlib import Path

import pytest
from xdist.scheduler import LoadFileScheduling

LONGEST_FIRST = (
    "tests/browser/test_site_map.py",
    "tests/house/test_house.py",
    "tests/browser/test_story.py",
    "tests/browser/test_plans.py",
    "tests/browser/test_rounds.py",
    "tests/browser/test_sheets.py",
    "tests/trials/test_kill.py",
    "tests/privacy/test_canaries.py",
    "tests/browser/test_pages.py",
    "tests/browser/test_explore.py",
    "tests/trials/test_tampering.py",
    "tests/browser/test_near.py",
    "tests/browser/test_records.py",
    "src/nuanxin/planners/siting/tests/test_variants.py",
    "tests/loop/test_documents.py",
    "tests/api/test_schemathesis.py",
    "src/nuanxin/kernel/intake/torture/tests/test_scores.py",
    "tests/operation/test_upgrade.py",
    "tests/keeping/test_move.py",
    "tests/trials/test_bench.py",
    "src/nuanxin/kernel/figures/tests/test_oracle.py",
    "src/nuanxin/kernel/figures/tests/test_tables.py",
    "src/nuanxin/planners/siting/tests/test_covering.py",
    "tests/browser/test_accounts.py",
    "src/nuanxin/web/plans/tests/test_plans.py",
    "tests/access/test_routes.py",
    "tests/browser/test_editor.py",
    "tests/loop/test_stations.py",
    "tests/browser/test_contrast.py",
    "tests/loop/test_jobs.py",
    "tests/loop/test_exports.py",
    "tests/loop/test_registers.py",
    "tests/loop/test_questions.py",
    "src/nuanxin/planners/siting/tests/test_parts.py",
    "src/nuanxin/kernel/intake/torture/tests/test_corpus.py",
    "tests/trials/test_frozen.py",
    "tests/accounts/test_security.py",
    "tests/operation/test_deploy.py",
    "tests/loop/test_writer.py",
    "tests/keeping/test_keys.py",
    "tests/keeping/test_backup.py",
)
"""Files of more than some ten seconds, the longest first; where one is missing, it only comes later."""

QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""What suits a Java that answers a few small questions: it compiles once and quickly."""


class FilesTogether(LoadFileScheduling):
    """Hands out files, all that ask Spark as one."""

    @cached_property
    def on_spark(self) -> set[str]:
        """The files in which a test runs on every engine."""
        return {each.split("::")[0] for each in self.collection or () if each.endswith("[spark]")}

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return min(self.on_spark) if file in self.on_spark else file


def longest_first(items: list[pytest.Item], root: Path) -> None:
    """Put the longest files first; within a file, and among the others, nothing changes."""
    places = {root / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
