"""Places 场所: points people go to, with their address and opening hours."""
