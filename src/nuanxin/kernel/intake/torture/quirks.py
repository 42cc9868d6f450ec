"""Quirks 怪癖: how often each oddity of a layout turns up, and what a format must hold for it.

Numbers stand for the quirks of the reference shelf's list (china.md, section 5); the ways of single
cells (``ways``) are the others.
"""

from random import Random
from typing import NamedTuple


class Quirk(NamedTuple):
    """A layout's quirk: its share of workbooks, and what the format must hold."""

    share: float
    needs: str = ""


LAYOUT: dict[str, Quirk] = {
    "no_title": Quirk(0.08),
    "unmerged_title": Quirk(0.2),
    "reporting_line": Quirk(0.4),
    "unit_line": Quirk(0.3),
    "blank_rows_above": Quirk(0.15),
    "left_margin": Quirk(0.08, "typed"),
    "two_levels": Quirk(0.2, "merges"),
    "three_levels": Quirk(0.06, "merges"),
    "unmerged_levels": Quirk(0.05),
    "heading_breaks": Quirk(0.2),
    "heading_blanks": Quirk(0.2),
    "heading_stars": Quirk(0.1),
    "alias_headings": Quirk(0.25),
    "english_headings": Quirk(0.05),
    "near_headings": Quirk(0.15),
    "shuffled_columns": Quirk(0.3),
    "extra_columns": Quirk(0.35),
    "no_serial": Quirk(0.15),
    "optional_left_out": Quirk(0.3),
    "units_in_headings": Quirk(0.25),
    "unit_row": Quirk(0.05),
    "column_numbers": Quirk(0.06),
    "other_unit_in_heading": Quirk(0.25),
    "total": Quirk(0.4),
    "total_on_top": Quirk(0.07),
    "total_by_formula": Quirk(0.08, "formula"),
    "subtotals": Quirk(0.2),
    "of_which": Quirk(0.08),
    "wrong_total": Quirk(0.15),
    "wrong_subtotal": Quirk(0.05),
    "captions": Quirk(0.12),
    "captions_as_values": Quirk(0.03),
    "vertical_merges": Quirk(0.12, "merges"),
    "blank_followers": Quirk(0.04),
    "repeated_header": Quirk(0.06),
    "footer": Quirk(0.5),
    "serial_in_words": Quirk(0.06),
    "serial_by_formula": Quirk(0.06, "formula"),
    "hidden_rows": Quirk(0.08, "hide"),
    "struck_rows": Quirk(0.06, "strike"),
    "hidden_extra_column": Quirk(0.05, "hide"),
    "cell_pictures": Quirk(0.05, "formula"),
    "filtered": Quirk(0.06, "hide"),
    "protected_sheet": Quirk(0.05, "hide"),
    "stray_format": Quirk(0.05, "stray"),
    "blank_formatted_rows": Quirk(0.04, "stray"),
    "days_from_1904": Quirk(0.04, "1904"),
    "month_sheets": Quirk(0.06, "parts"),
    "hidden_worksheet": Quirk(0.06, "parts"),
    "stacked_tables": Quirk(0.03),
    "side_by_side_tables": Quirk(0.01),
}
"""Each quirk of a layout by name."""

FORMAT_SHARES = {
    "xlsx": 40,
    "xlsx_openpyxl": 14,
    "xls": 10,
    "ods": 8,
    "csv_utf8": 4,
    "csv_utf8_bom": 3,
    "csv_gb18030": 5,
    "csv_mixed": 3,
    "text_named_xlsx": 3,
    "html_named_xls": 4,
    "xls_named_xlsx": 2,
    "xlsx_named_xls": 2,
    "encrypted": 1,
    "cut_short": 1,
}

_APART = (
    {"two_levels", "three_levels", "unmerged_levels"},
    {"captions_as_values", "vertical_merges", "blank_followers"},
    {"captions_as_values", "captions"},
    {"total", "total_on_top", "total_by_formula"},
    {"unit_line", "other_unit_in_heading"},
    {"unit_row", "units_in_headings"},
    {"unit_row", "unit_line"},
    {"english_headings", "alias_headings"},
    {"english_headings", "near_headings"},
    {"english_headings", "heading_blanks"},
    {"serial_in_words", "serial_by_formula"},
    {"stacked_tables", "side_by_side_tables"},
    {"side_by_side_tables", "captions"},
    {"side_by_side_tables", "captions_as_values"},
    {"side_by_side_tables", "subtotals"},
    {"side_by_side_tables", "repeated_header"},
    {"side_by_side_tables", "near_headings"},
)
"""Quirks of which a table has one at most."""


def chosen(random: Random, holds: frozenset[str]) -> set[str]:
    """Choose the quirks of a workbook's layout; one in six has none."""
    if random.random() < 1 / 6:
        return set()
    found = [
        name
        for name, quirk in LAYOUT.items()
        if set(quirk.needs.split()) <= holds and random.random() < quirk.share
    ]
    return settled(random, set(found))


def settled(random: Random, found: set[str], kept: str = "") -> set[str]:
    """Drop quirks that cannot stand together, never ``kept``; add what others need."""
    for group in _APART:
        both = sorted(found & group - {kept})
        room = 0 if kept in group else 1
        while len(both) > room:
            found.discard(both.pop(random.randrange(len(both))))
    if "wrong_subtotal" in found:
        found.add("subtotals")
    if "hidden_extra_column" in found or "cell_pictures" in found:
        found.add("extra_columns")
    return found
