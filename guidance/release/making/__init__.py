"""A release made, kept and checked, from records and frozen texts: no rows."""
