"""The self-check list 等保自查: what GB/T 22239-2019 asks, seen in the running system.

Each item says whether it is met, with evidence and remedy, or that the office must show it. Clauses are
assessors' practice as this shelf learned it; none was read in the standard, so each is unverified.
"""

from nuanxin.site.selfcheck.items import ITEMS, Item, Verdict, evaluated

__all__ = ["ITEMS", "Item", "Verdict", "evaluated"]
