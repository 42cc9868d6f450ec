"""Forms 报表: the superior office's workbooks, bound by clicking and handed back filled."""
