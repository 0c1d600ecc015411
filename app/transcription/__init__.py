"""Speech to text: supervisor here, faster-whisper in a child process."""
