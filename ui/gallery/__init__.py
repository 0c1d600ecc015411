"""Every page and state of the console as a picture, rendered without a platform."""
