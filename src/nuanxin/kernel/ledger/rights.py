"""Rights 数据库权限: what the program's own role may do in PostgreSQL, so that triggers are not alone.

The owner of the tables migrates; the program runs as another role, which may not change the ledger,
nor its tables and triggers. SQLite knows no roles: there the file's owner and the triggers stand guard.
"""

from collections.abc import Iterator, Sequence

from nuanxin.kernel.ledger.journal_triggers import JOURNAL_TABLES
from nuanxin.kernel.ledger.triggers import guarded


def grants(role: str, tables: Sequence[str]) -> Iterator[str]:
    """Yield the SQL statements that let a role run the program: ledger tables are only read and added to.

    The words of a reason may also be erased, as the triggers allow.
    """
    name = quoted(role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name};"
    yield f"GRANT USAGE ON SCHEMA public TO {name};"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name};"
    for table in sorted(tables):
        refused = {**guarded(), **JOURNAL_TABLES}.get(table, ())
        rights = [each for each in ("SELECT", "INSERT", "UPDATE", "DELETE") if each not in refused]
        yield f"GRANT {', '.join(rights)} ON {quoted(table)} TO {name};"


def quoted(name: str) -> str:
    """Return a name as SQL quotes it; ValueError for one PostgreSQL cannot have."""
    if not name or "\0" in name:
        raise ValueError("a role needs a name")
    return '"' + name.replace('"', '""') + '"'
