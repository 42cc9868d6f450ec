"""Work orders 工单: lists and pages of any kind of work the programmes declare."""
