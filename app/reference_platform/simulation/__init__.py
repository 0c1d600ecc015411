"""The far end of the demo: synthetic voices, composed calls and a customer who answers."""
