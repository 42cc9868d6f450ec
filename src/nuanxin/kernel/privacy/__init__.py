"""Privacy 隐私: personal fields, declared once; sealed at rest, their keys outside the database."""
