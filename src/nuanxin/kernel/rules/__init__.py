"""Rules 规则: values that a rule fixes, as data with clause, source and validity."""
