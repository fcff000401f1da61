"""The starter content: guidance as data, as plain text to read, compare and translate.

A file is made of blocks; the first describes the file, each other begins with ``== name``. A block
has lines ``name: value``, and after an empty line a body in the tags guidance is written in.

- ``guides/<key>/en.txt`` has guide, slug, order, note (what readers are told of version 1), and a
  block for each section: kind, contacts, source (as often as needed), heading, body.
- ``guides/<key>/<language>.txt`` has guide, language, note, and for each section translated:
  made_from, provenance, heading, body.
- ``contacts/<key>.txt`` has what is the same in every language, and a block for each language.

Reading and writing are exact inverses. Every mistake names file and line.
"""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
"""Where the starter content stands."""

OFFERED = ("en", "es", "so", "hmn", "om", "am", "ar", "vi")
"""The languages offered to readers when the starter content is first loaded."""
