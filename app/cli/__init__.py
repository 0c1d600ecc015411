"""Composition root and commands: the only place that knows both ui and local_store."""
