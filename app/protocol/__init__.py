"""The wire: shared by the console and the platform; no I/O."""
