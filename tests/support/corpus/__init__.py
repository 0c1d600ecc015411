"""Conversations with known secrets in them, and conversations without: to measure the redaction on.

Written and frozen before the detector was, from how people give numbers on the telephone and not from any
rule of `app.domain.redaction`, of which nothing is imported here (but for the types of a transcript). Every table of phrases has two halves: the
`open` half may be looked at while the detector is worked on, the `held` half is for measuring alone.
"""
