"""Schema steps, applied in order of their number; a shipped step never changes."""
