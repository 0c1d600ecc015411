"""The platform as an embedded server, for one machine and for tests."""
