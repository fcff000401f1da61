"""What a release is made from, read from rows as of one moment."""
