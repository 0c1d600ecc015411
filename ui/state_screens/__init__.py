"""Locked or wiped: the whole window, with no data behind it."""
