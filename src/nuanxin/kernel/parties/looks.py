"""Looks 查看: kept with the act that looked, and proved against it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from secrets import token_bytes

from django.utils.translation import gettext as _

from nuanxin.kernel.ledger import journal
from nuanxin.kernel.ledger.acts import Act
from nuanxin.kernel.ledger.findings import Finding
from nuanxin.kernel.ledger.lines import hash_function
from nuanxin.kernel.ledger.models import Act as ActRow
from nuanxin.kernel.ledger.models import Ledger
from nuanxin.kernel.parties.models import Erasure, Look

MASKED = "masked"
"""The field of a look that saw a person with everything masked."""

Seen = tuple[int, str]
"""A party and a field of theirs that was seen."""

LOOKED, ERASED = "looks", "erasure"
LOOKED_AT_PERSONS = journal.event_kind("parties.looked", "查看个人信息", "looked at a person")


def keep_looks(act: Act, seen: Iterable[Seen]) -> None:
    """Write down what an act saw, and say it in the act, salted."""
    lines, salt = sorted(set(seen)), token_bytes(16)
    if not lines:
        return
    act.about(LOOKED, _said(act.last.algorithm, salt, lines))
    journal.record(LOOKED_AT_PERSONS, act.by.actor.party, about=f"act:{act.number}")
    Look.objects.bulk_create(
        Look(act_id=act.number, party=party, field=field, salt=salt) for party, field in lines
    )


def _said(algorithm: str, salt: bytes, seen: Sequence[Seen]) -> str:
    text = "\n".join(f"{party}/{field}" for party, field in seen)
    return hash_function(algorithm)(salt + text.encode())[:16].hex()


def erasure_said(erasure: Erasure) -> str:
    """Return what an act of erasing says of it: the field, how many, before when, and the digest."""
    return f"{erasure.field}/{erasure.count}/{erasure.before}/{bytes(erasure.digest).hex()}"


def verify_looks() -> list[Finding]:
    """Prove looks and erasures against the acts that made them; return what does not agree."""
    ledger = Ledger.objects.first()
    return [*_looks(ledger.algorithm), *_erasures()] if ledger else []


def _looks(algorithm: str) -> Iterator[Finding]:
    said = dict(_acts(LOOKED))
    rows = Look.objects.order_by("act_id", "party", "field").values_list("act_id", "salt", "party", "field")
    for number, group in groupby(rows.iterator(), key=lambda row: row[0]):
        looks = list(group)
        seen = [(party, field) for _act, _salt, party, field in looks]
        what = f"{LOOKED}:{_said(algorithm, bytes(looks[0][1]), seen)}"
        if said.pop(number, None) != what:
            yield Finding(f"looks of act {number}", _("they are not the ones the act says"))
    for number in said:
        yield Finding(f"looks of act {number}", _("what was seen is not written down any more"))


def _erasures() -> Iterator[Finding]:
    said = dict(_acts(ERASED))
    for erasure in Erasure.objects.order_by("act_id"):
        if said.pop(erasure.act_id, None) != f"{ERASED}:{erasure_said(erasure)}":
            yield Finding(f"erasure of act {erasure.act_id}", _("it is not the one the act says"))
    for number in said:
        yield Finding(f"erasure of act {number}", _("its proof is gone"))


def _acts(kind: str) -> Iterator[tuple[int, str]]:
    acts = ActRow.objects.filter(object__startswith=f"{kind}:")
    yield from acts.values_list("number", "object").iterator()
