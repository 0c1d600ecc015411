"""The encrypted store: implements app.ports on SQLCipher."""
