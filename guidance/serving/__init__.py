"""All between a socket and a ready answer."""
