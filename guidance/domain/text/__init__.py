"""The words of a guide: what they are made of, how they are changed, how they are written."""
