"""Reasons 必填的理由: why a column is needed, in words; nothing is compulsory without one."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.plain.words import Words


def reason_of(column: Column) -> str:
    """Return why a column is needed, with clause and source where a rule says so; "" where it is not.

    Raises RuleUnknown where the rule it names does not hold today.
    """
    if isinstance(column.needed, Words):
        return called(column.needed)
    return _rule_in_words(column.needed) if column.needed else ""


def _rule_in_words(identity: str) -> str:
    found = rule(identity, localdate())
    words = {"rule": called(found), "source": found.source, "clause": found.clause}
    return _("%(rule)s (%(source)s, %(clause)s)") % words
