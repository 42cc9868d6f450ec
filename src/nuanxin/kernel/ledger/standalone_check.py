"""Check a ledger without Nuanxin: ``python standalone_check.py DATA_DIR``, then compare its codes with bulletins'."""
import sqlite3
import sys
from collections.abc import Iterator
from hashlib import new, sha256
from json import dumps
from pathlib import Path
from types import SimpleNamespace as Row
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ENTRY = "seq act_id kind measure area occurred subject counterpart site quantity reverses corrects record_kind "
ACT = "number verb actor asked_by second at origin reason note_hash about first_seq entries digest"
SEGMENT = "number first_seq last_seq root rows_digest hashes_digest cube_digest"
HEAD = "number segments entries root acts acts_hash segments_digest previous at signature_algorithm key"
LEAVES = "SELECT hash FROM ledger_entry WHERE seq BETWEEN ? AND ? ORDER BY seq"
UNCLOSED = """SELECT coalesce(act_id, number) FROM ledger_closing FULL JOIN (SELECT number, object FROM ledger_act WHERE verb =
  'ledger.close_month') ON act_id = number WHERE object IS NOT 'closing:' || programme || '/' || area || '-' || last_area || '/' || month"""

class Checker:
    def __init__(self, data: Path) -> None:
        self.data, self.found, self.codes, self.acts = data, list[str](), list[str](), dict[int, bytes]()
        self.db = sqlite3.connect(f"file:{data}/nuanxin.sqlite3?mode=ro", uri=True)
        self.db.text_factory = lambda raw: raw.decode("utf-8", "replace")
        named = [row for row in self.rows("ledger", "identity") if row.algorithm in ("sha256", "sm3")]
        self.ledger = named[0] if len(named) == 1 else Row(identity="", algorithm="sha256")
        self.expect(self.ledger.identity != "", "ledger")
        self.origin = self.hash(self.line("NX1", "identity algorithm", self.ledger))
        self.check_acts()
        self.check_heads(list(self.check_segments()))
    def expect(self, good: bool, place: str) -> None:
        self.found += [] if good else [place]
    def hash(self, *content: bytes) -> bytes:
        return new(self.ledger.algorithm, b"".join(content)).digest()
    def line(self, tag: str, names: str, row: Row, **fresh: object) -> bytes:
        cells = (tag, *((vars(row) | fresh)[name] for name in names.split()))
        return "|".join("" if c is None else c.hex() if isinstance(c, bytes) else str(c) for c in cells).encode()
    def root(self, level: list[bytes]) -> bytes:
        while len(level) > 1:
            level = [self.hash(b"\1", *pair) for pair in zip(level[::2], level[1::2], strict=False)] + level[len(level) // 2 * 2:]
        return level[0] if level else self.hash()
    def rows(self, table: str, key: str) -> Iterator[Row]:
        cursor, due = self.db.execute(f"SELECT * FROM ledger_{table} ORDER BY {key}"), 1
        for cells in cursor:
            row = dict(zip((column[0] for column in cursor.description), cells, strict=True))
            self.expect(key in ("id", "identity") or row[key] == due, f"{table} {due}")
            due = row[key] + 1 if key in ("seq", "number") else due
            yield Row(**row)
    def check_acts(self) -> None:
        sources, before, seq, due = dict[int | None, object]({None: None}), self.origin, 0, 1
        for row in self.rows("entry", "seq"):
            seq, fresh = row.seq, self.hash(b"\0", self.line("NX1", ENTRY + "record row", row))
            self.expect(row.hash == fresh, f"entry {seq}")
        for row in self.rows("source", "id"):
            sources[row.id] = self.hash(self.line("NXS1", "id kind digest name part", row, **{n: self.hash(vars(row)[n].encode()) for n in ("name", "part")}))
        for row in self.rows("act", "number"):
            origin, about, past = sources.get(row.source_id, "lost"), self.hash(row.object.encode()), row.first_seq + row.entries
            fresh = self.hash(before, self.line("NXA1", ACT, row, origin=origin, about=about))
            own = self.hash(*[kept for (kept,) in self.db.execute(LEAVES, (row.first_seq, past - 1))])
            self.expect((row.hash, row.digest, row.first_seq) == (fresh, own, due), f"act {row.number}")
            before, due, self.acts[row.number] = row.hash, past, row.hash
        self.expect(seq == due - 1, f"entry {min(seq + 1, due)}")
        for place, query in (("closing", UNCLOSED), ("source", "SELECT id FROM ledger_source EXCEPT SELECT source_id FROM ledger_act")):
            self.found += [f"{place} {number}" for (number,) in self.db.execute(query)]
    def check_segments(self) -> Iterator[tuple[bytes, bytes]]:
        due = 1
        for row in self.rows("segment", "number"):
            stem, ends = f"{row.first_seq:012d}-{row.last_seq:012d}", (".parquet", ".hash", ".cube.parquet", ".json")
            *contents, manifest = (file.read_bytes() if (file := self.data / f"segments/{stem}{end}").exists() else b"" for end in ends)
            leaves = [kept for (kept,) in self.db.execute(LEAVES, (row.first_seq, row.last_seq))]
            good = [self.root(leaves), *(sha256(each).digest() for each in contents)] == [vars(row)[name] for name in SEGMENT.split()[3:]]
            told = dumps({name: vars(row)[name] for name in SEGMENT.split()[1:]}, indent=1, default=bytes.hex)
            told_so = (b"".join(leaves), told.encode(), due) == (contents[1], manifest, row.first_seq)
            self.expect(good and told_so, f"segment {row.number}")
            due = row.last_seq + 1
            yield self.line("NXG1", SEGMENT, row), row.root
    def check_heads(self, sealed: list[tuple[bytes, bytes]]) -> None:
        before, covered = self.origin, 0
        for row in self.rows("head", "number"):
            said = self.line("NXH1", "identity algorithm " + HEAD, row, **vars(self.ledger))
            lines, roots, covered = *([each[n] for each in sealed[: row.segments]] for n in (0, 1)), row.segments
            told = row.previous, row.acts_hash, row.root, row.segments_digest
            good = told == (before, self.acts.get(row.acts), self.root(roots), sha256(b"\n".join(lines)).digest())
            try:
                public = bytes.fromhex(text := (self.data / f"keys/{row.key}.pub").read_text())
                Ed25519PublicKey.from_public_bytes(public).verify(row.signature, said)
                good &= (sha256(public).hexdigest()[:16], public.hex()) == (row.key, text)
            except (InvalidSignature, OSError, ValueError):
                good = False
            self.expect(good, f"head {row.number}")
            self.expect(covered <= len(sealed), f"segment {len(sealed) + 1}")
            before, code = self.hash(said, b"|", row.signature.hex().encode()), sha256(row.signature).hexdigest()[:8].upper()
            self.codes.append(f"head {row.number} {code[:4]}-{code[4:]}")
        self.expect(covered >= len(sealed), f"head {len(self.codes) + 1}")

if __name__ == "__main__":
    checker = Checker(Path(sys.argv[1]))
    print(*(f"{place}: missing, or not as it was written" for place in checker.found), *checker.codes, sep="\n")
    sys.exit(bool(checker.found))
