"""Plans 计划: a run that is kept: what was asked, of which inputs, with which answer, bound and proof."""
