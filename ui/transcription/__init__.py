"""The Transcription page: the queue for texts, and the speech models."""
