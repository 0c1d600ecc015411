"""The platform as an embedded server: what a small team hosts, what the tests talk to over TLS.

It keeps its own encrypted storage (see `database`), imports protocol, analysis and domain only, and is
imported lazily by the composition root: no console start-up pays for it.
"""
