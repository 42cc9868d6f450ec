"""网格事件: hazards found, dealt with and verified by another."""
