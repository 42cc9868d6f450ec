"""What may be known of persons is declared, sealed, and kept for a time a rule says."""

import re
from datetime import date
from pathlib import Path

from django.apps import apps
from django.db import models

from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.privacy.declare import Personal, all_personal
from nuanxin.kernel.privacy.fields import SealedField
from nuanxin.kernel.rules.catalogue import RuleUnknown, rule

TELLING = re.compile(
    r"(^|_)(phone|mobile|telephone|email|home_address|identity_card|id_card|id_number|passport|birth|born"
    r"|guardian|surname|forename|first_name|last_name|illness|disability|diagnosis|income|bank_card)(_|$)"
)
"""Names of columns that are of persons, whatever their table."""


def personal_columns_are_sealed(root: Path) -> list[str]:
    """A column of the house that is of persons by its name is a sealed one; a sealed one is declared."""
    faults = []
    for model in apps.get_models():
        if not model.__module__.startswith("nuanxin."):
            continue
        for field in model._meta.concrete_fields:
            where = f"{model._meta.label}.{field.name}"
            if isinstance(field, SealedField):
                faults += [] if field.declared else [f"{where}: sealed, and of no declared field; declare it"]
            elif TELLING.search(field.name) and isinstance(field, models.CharField | models.TextField):
                faults.append(f"{where}: of persons by its name; make it a SealedField with its declaration")
    return faults


def personal_sheet_columns_are_declared(root: Path) -> list[str]:
    """A sheet column that is of persons names the declared field its cells go to."""
    known = {each.name for each in all_personal()}
    return [
        f"sheet {sheet.name}, column {column.field}: {column.personal!r} is no declared personal field"
        for sheet in all_sheets()
        for column in sheet.columns
        if column.personal and column.personal not in known
    ]


def personal_fields_have_their_time(root: Path) -> list[str]:
    """Every declared personal field is kept for as long as a rule in force says, in months or days."""
    return [f"personal field {each.name}: {fault}" for each in all_personal() if (fault := _untimed(each))]


def _untimed(each: Personal) -> str:
    try:
        found = rule(each.kept, date.today())
    except RuleUnknown as error:
        return str(error)
    timed = isinstance(found.value, int) and found.unit in ("月", "日")
    return "" if timed else f"{each.kept} is no number of months 月 or days 日"
