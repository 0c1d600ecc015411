"""Qt widgets, pages and their models."""
