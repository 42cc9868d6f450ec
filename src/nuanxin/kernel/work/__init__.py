"""Work 工单: what is to be done, by when, by whom, and who else has looked at it."""
