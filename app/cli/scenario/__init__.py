"""A user at the console: the same steps by hand in the demo, in tests and offscreen."""
