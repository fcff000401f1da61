"""Translations: hidden, confirmed, sent out and taken in."""
