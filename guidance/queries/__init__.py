"""Rows to content and frame: reading only."""
