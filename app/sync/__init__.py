"""Talking to the platform: HTTP client, delta pull, outbox push, events."""
