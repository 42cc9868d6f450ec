"""The Spark engine: the same questions on the same sealed Parquet, for a province. An extra.

Nothing else in the house imports PySpark. The session is one a process; ``NUANXIN_SPARK`` names its
master, by default this machine's own cores. Sums and counts over whole months come from the month
cubes, kept in Spark's memory; everything else from the rows. All files must be seen by every worker.
"""

from itertools import count
from typing import Any

from django.conf import settings
from pyspark.sql import DataFrame, SparkSession

from nuanxin.kernel.figures import clauses
from nuanxin.kernel.figures.clauses import SIGNED, Stretch
from nuanxin.kernel.figures.engine import Engine
from nuanxin.kernel.figures.leaves import Leaf
from nuanxin.kernel.figures.snapshots import Snapshot
from nuanxin.kernel.ledger.segments import SCHEMA, Files

MOST_KEPT = 16
_SQL = {"int16": "SMALLINT", "int32": "INT", "int64": "BIGINT"}
ROWS = ", ".join(f"`{field.name}` {_SQL[str(field.type)]}" for field in SCHEMA)
CUBE = "measure INT, area BIGINT, month INT, kind SMALLINT, quantity BIGINT, signed BIGINT, lines BIGINT"
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
}
ALONE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}
"""What suits a session on this machine alone: nothing listens outwards, and few pieces to a shuffle."""

_names = count(1)


def session() -> SparkSession:
    """Return this process's session, begun at the first question (ten seconds or so)."""
    master = settings.NUANXIN["spark"]
    builder = SparkSession.builder.master(master).appName("nuanxin")
    for name, value in {**SETTINGS, **(ALONE if master.startswith("local") else {})}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


class SparkEngine(Engine):
    """A Spark session's views of segments, and the cubes it keeps in memory."""

    def __init__(self) -> None:
        super().__init__()
        self._spark = session()
        self._views: dict[tuple[str, tuple[Files, ...]], tuple[str, DataFrame]] = {}

    def close(self) -> None:
        """Give back the cubes' memory and drop the views; the session stays for whoever asks next."""
        with self._lock:
            while self._views:
                self._drop()

    def _drop(self) -> None:
        name, frame = self._views.pop(next(iter(self._views)))
        frame.unpersist()
        self._spark.catalog.dropTempView(name)

    def _view(self, kind: str, sealed: tuple[Files, ...]) -> str:
        """Return the name of the view of segments' rows or cubes, made where there is none."""
        for each in sealed:
            self.sound(each)
        with self._lock:
            if (kind, sealed) not in self._views:
                if len(self._views) == MOST_KEPT:
                    self._drop()
                frame, name = self._frame(kind, sealed), f"{kind}_{next(_names)}"
                frame.createTempView(name)
                self._views[kind, sealed] = name, frame
            return self._views[kind, sealed][0]

    def _frame(self, kind: str, sealed: tuple[Files, ...]) -> DataFrame:
        if kind == "rows":
            return self._spark.read.schema(ROWS).parquet(*(str(each.rows) for each in sealed))
        read = self._spark.read.schema(CUBE).parquet(*(str(each.cube) for each in sealed))
        return self._spark.sql(clauses.CUBES.format(cubes="{read}"), read=read).cache()

    def _table(self, sealed: tuple[Files, ...]) -> str:
        return self._view("rows", sealed)

    def _run(self, snapshot: Snapshot, sql: str) -> list[tuple[Any, ...]]:
        """Run SQL in Spark's words. A view is resolved when SQL is read, so the lock ends before the work."""
        with self._lock:
            if "FROM tail" in sql or "JOIN tail" in sql:
                self._spark.createDataFrame(snapshot.tail).createOrReplaceTempView("tail")
            planned = self._spark.sql(sql.replace(" // ", " DIV "))
        return [tuple(row) for row in planned.collect()]

    def _additive(self, snapshot: Snapshot, leaves: list[Leaf]) -> dict[Leaf, int]:
        parts = list(filter(None, [*self._sealed_parts(snapshot, leaves), *self._loose(snapshot, leaves)]))
        found: dict[int, tuple[int, int]] = {}
        if parts:
            every = " UNION ALL ".join(f"({part})" for part in parts)
            sql = f"SELECT id, sum(quantity), sum(signed) FROM ({every}) GROUP BY id"
            found = {int(row[0]): (int(row[1]), int(row[2])) for row in self._run(snapshot, sql)}
        values = [found.get(number, (0, 0)) for number in range(len(leaves))]
        return {leaf: value[leaf.aggregate == "count"] for leaf, value in zip(leaves, values, strict=True)}

    def _distinct(self, snapshot: Snapshot, leaves: list[Leaf]) -> dict[Leaf, int]:
        """Return the parties of all leaves in one pass for each column counted."""
        found = dict.fromkeys(leaves, 0)
        for column in sorted({leaf.of for leaf in leaves}):
            some = [leaf for leaf in leaves if leaf.of == column]
            source = self._source(snapshot, f"measure, area, occurred, quantity, {column}")
            sql = clauses.PARTIES.format(joined=_joining(clauses.days(some), f"({source})"), of=column)
            for number, parties in self._run(snapshot, sql) if clauses.days(some) else ():
                found[some[int(number)]] = int(parties)
        return found

    def _sealed_parts(self, snapshot: Snapshot, leaves: list[Leaf]) -> list[str]:
        """Return SQL for what whole segments give: whole months from cubes, the days left over from rows."""
        if not snapshot.whole:
            return []
        months = ([span] if (span := leaf.months()) else [] for leaf in leaves)
        edges = clauses.stretches(leaves, (leaf.edges() for leaf in leaves))
        return [
            _joined(
                clauses.stretches(leaves, months),
                self._view("cubes", snapshot.whole),
                "month",
                "sum(r.signed)",
            ),
            _joined(edges, self._table(snapshot.whole)) if edges else "",
        ]

    def _loose(self, snapshot: Snapshot, leaves: list[Leaf]) -> list[str]:
        """Return SQL for what a segment cut by a look back and the unsealed tail give."""
        days = clauses.days(leaves)
        sources = ["tail"] if snapshot.tail.num_rows else []
        if snapshot.cut:
            rows = self._table((snapshot.cut,))
            sources.append(f"(SELECT * FROM {rows} WHERE seq <= {snapshot.as_of})")
        return [_joined(days, source) for source in sources]

    def rows(
        self, snapshot: Snapshot, leaf: Leaf, limit: int | None = None, offset: int = 0
    ) -> tuple[int, list[int]]:
        """Return how many entries stand behind a leaf, and the seqs of a page, newest day first.

        A page and its count are asked apart: counting in a window would bring all rows to one worker.
        """
        source = self._behind(snapshot, leaf)
        page = "" if limit is None else f" LIMIT {int(limit)} OFFSET {int(offset)}"
        found = self._run(snapshot, f"SELECT seq FROM {source} ORDER BY occurred DESC, seq DESC{page}")
        seqs = [int(row[0]) for row in found]
        if limit is None:
            return len(seqs), seqs
        return int(self._run(snapshot, f"SELECT count(*) FROM {source}")[0][0]), seqs


def _joined(asked: list[Stretch], source: str, time: str = "occurred", signed: str = SIGNED) -> str:
    """Return SQL for (id, quantity, signed) of what is asked; nothing where nothing is."""
    return clauses.SUMMED.format(joined=_joining(asked, source, time), signed=signed) if asked else ""


def _joining(asked: list[Stretch], source: str, time: str = "occurred") -> str:
    """Return SQL joining rows or cells with what is asked; narrowed to the measures, so files are skipped."""
    lines = ", ".join(str(tuple(line)) for line in asked)
    values = f"(SELECT /*+ BROADCAST(v) */ * FROM VALUES {lines} v({', '.join(Stretch._fields)}))"
    measures = ", ".join(str(each) for each in sorted({line.measure for line in asked}))
    first, last = min(line.opening for line in asked), max(line.closing for line in asked)
    narrowed = f"(SELECT * FROM {source} WHERE measure IN ({measures}) AND {time} BETWEEN {first} AND {last})"
    return clauses.JOINED.format(asked=values, source=narrowed, time=time)
