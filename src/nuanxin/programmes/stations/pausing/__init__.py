"""Pausing 暂停开放: days a station announces not to open, and its opening again before they are over."""
