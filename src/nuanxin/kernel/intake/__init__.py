"""Intake 登记: sheets, forms and reports become rows, and rows become acts."""
