"""Recordings: find one, hear it, read it, write on it."""
