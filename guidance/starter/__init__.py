"""The starter content: guidance as data, one file for each guide and language."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
"""Where the starter content stands."""

OFFERED = ("en", "es", "ar")
"""The languages offered to readers when the starter content is first loaded."""
