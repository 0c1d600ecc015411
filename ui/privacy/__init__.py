"""Privacy and device: what is held here, until when, and who may destroy it."""
