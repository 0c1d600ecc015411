"""Sign in, and enrol this workstation before that."""
