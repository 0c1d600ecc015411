"""Decoding, peaks and playback; no drawing."""
