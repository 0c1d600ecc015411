"""Ports in memory. The contract suites run on these and on the real ones."""
