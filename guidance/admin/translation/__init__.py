"""Translations: where they are made and looked after."""
