"""Kills and power cuts on services and store: children that do things, a model of promises, checks."""
