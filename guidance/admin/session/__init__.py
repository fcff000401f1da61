"""Signing in and out, and what was typed meanwhile."""
