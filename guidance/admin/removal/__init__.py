"""Removing passages for ever."""
