"""The voice line: supervisor here, media engine in a child process."""
