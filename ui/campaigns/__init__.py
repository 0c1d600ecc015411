"""Run a campaign: contact, script, wrap-up and the call bar."""
