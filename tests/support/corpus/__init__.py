"""Conversations with known secrets in them, and conversations without: to measure the redaction on.

Written and frozen before the detector was, from how people give numbers on the telephone and not from any
rule of `app.domain.redaction`, of which nothing is imported here. Every table of phrases has two halves: the
`open` half may be looked at while the detector is worked on, the `held` half was for measuring alone. Once
the misses of the held half had been looked at, a third set was written to measure with (`phrases_last`).
"""
