"""The encrypted local store: everything this workstation keeps, and how it is destroyed."""
