"""Declarations 个人信息字段声明: what is kept of persons, why, on which ground, how long, who may see it.

One declaration gives the privacy notice, the retention table, the mask, the key's class and the tests
that look for the value where it must not be.
"""

from dataclasses import dataclass

from nuanxin.plain.masks import KINDS
from nuanxin.plain.words import Words

DUTY = Words("《个人信息保护法》第十三条第一款第三项：履行法定职责", "PIPL art. 13(1)(3): statutory duties")
"""The ground most fields of a public body rest on."""


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal field 个人信息字段.

    ``name`` is ``table.field`` as people of the house say it, and the class of its key; ``kind`` one of
    ``plain.masks.KINDS``; ``purpose`` what it is for; ``basis`` the clause it rests on; ``kept`` the id
    of the rule that says how long, ``since`` the day that is counted from; ``seen_by`` the roles that may
    open it. ``sealed`` is False only where another's program keeps the column, ``says`` then why.
    """

    name: str
    zh: str
    en: str
    kind: str
    purpose: Words
    basis: Words
    kept: str
    since: Words
    seen_by: tuple[str, ...] = ()
    sealed: bool = True
    says: Words | None = None

    def __post_init__(self) -> None:
        """Refuse a declaration that leaves anything open."""
        if self.kind not in KINDS:
            raise ValueError(f"personal field {self.name}: kind {self.kind!r} is none of {', '.join(KINDS)}")
        if not self.kept:
            raise ValueError(f"personal field {self.name}: name the rule that says how long it is kept")
        if not self.sealed and not self.says:
            raise ValueError(f"personal field {self.name}: say why it is not sealed")


_declared: dict[str, Personal] = {}


def declare(personal: Personal) -> Personal:
    """Make a personal field known to the house; a second one of a name is an error."""
    if _declared.setdefault(personal.name, personal) != personal:
        raise ValueError(f"two personal fields are named {personal.name}")
    return personal


def all_personal() -> list[Personal]:
    """Return every declared personal field, by name."""
    return [_declared[name] for name in sorted(_declared)]


def personal(name: str) -> Personal:
    """Return a personal field by name; KeyError where none is declared."""
    return _declared[name]
