"""Telephone talk with secrets in it, and without: a second author's corpus for the removal of secrets.

Its generator was written before its author had read the detector. See ADR 17 for what that showed.
"""
