"""Feeds 订阅源: published bulletins for everybody; one's own dates as a calendar."""
