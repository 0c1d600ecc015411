"""Signed messages, device identity, trusted time, the lease ladder."""
