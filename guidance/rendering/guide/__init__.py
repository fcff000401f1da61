"""The pages of a guide."""
