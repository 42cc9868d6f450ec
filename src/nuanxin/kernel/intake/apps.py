"""Intake's Django app; it keeps no tables of its own: what it takes in stands in the ledger's source."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Sheets in, acts out."""

    name = "nuanxin.kernel.intake"
    label = "intake"
    verbose_name = "登记"

    def ready(self) -> None:
        """Make the kernel's own sheet known, and what is kept of persons in files."""
        from nuanxin.kernel.intake.catalogue import register_sheets
        from nuanxin.kernel.intake.reference import SHEETS
        from nuanxin.kernel.intake.sealing import WORKBOOK
        from nuanxin.kernel.privacy.declare import declare

        register_sheets(SHEETS)
        declare(WORKBOOK)
