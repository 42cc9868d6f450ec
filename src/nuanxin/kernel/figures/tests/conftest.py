"""The clerk and the sheets the intake's tests take in, for what is counted of them here."""

from nuanxin.kernel.intake.tests.conftest import _divisions_once, clerk, divisions, sheets

__all__ = ["_divisions_once", "clerk", "divisions", "sheets"]
