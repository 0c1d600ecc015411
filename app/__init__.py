"""CallNex Agent Console: everything but widgets and storage."""
