"""How answers are compressed: quickly at first, as well as can be when there is time."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import brotli

SMALL = 200
"""Bytes below which compression makes nothing smaller that matters."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A way to compress: the name of its coding, the end of its files' names, how it is done."""

    name: str
    suffix: str
    compress: Callable[[bytes], bytes]


FAST = (
    Coding("br", ".br5", lambda content: brotli.compress(content, quality=5)),
    Coding("gzip", ".gz6", lambda content: gzip.compress(content, 6, mtime=0)),
)
FULL = (
    Coding("br", ".br11", lambda content: brotli.compress(content, quality=11)),
    Coding("gzip", ".gz9", lambda content: gzip.compress(content, 9, mtime=0)),
)
