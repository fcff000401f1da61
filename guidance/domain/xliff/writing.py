"""Writing XLIFF."""

from collections.abc import Iterator
from itertools import count, groupby
from xml.sax.saxutils import escape, quoteattr

from guidance.domain.languages import SOURCE
from guidance.domain.xliff import OURS, STANDARD, Document, Line, Text, Unit


def write(document: Document) -> str:
    """Return a document as XLIFF 1.2, in UTF-8."""
    return "".join(_document(document))


def _document(document: Document) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<xliff version="1.2" xmlns="{STANDARD}" xmlns:m="{OURS}">\n'
    yield (
        f"<file original={quoteattr(document.guide)} source-language={quoteattr(SOURCE)} "
        f'target-language={quoteattr(document.language)} datatype="html">\n<body>\n'
    )
    for text in document.texts:
        yield from _text(text, document.language)
    yield "</body>\n</file>\n</xliff>\n"


def _text(text: Text, language: str) -> Iterator[str]:
    yield (
        f"<group id={quoteattr(text.key)} resname={quoteattr(text.key)} "
        f"m:english={quoteattr(text.english)} m:read={quoteattr(text.read)}>\n"
    )
    if text.note:
        yield f"<note>{escape(text.note)}</note>\n"
    for number, unit in enumerate(text.units):
        yield from _unit(unit, f"{text.key}.{number}", language)
    yield "</group>\n"


def _unit(unit: Unit, name: str, language: str) -> Iterator[str]:
    yield f'<trans-unit id={quoteattr(name)} xml:space="preserve">\n'
    yield f"<source xml:lang={quoteattr(SOURCE)}>{_line(unit.source)}</source>\n"
    if unit.target:
        yield (
            f"<target xml:lang={quoteattr(language)} state={quoteattr(unit.state)}>"
            f"{_line(unit.target)}</target>\n"
        )
    yield "</trans-unit>\n"


def _line(line: Line) -> str:
    numbers = count(1)
    written = ""
    for href, runs in groupby(line, key=lambda run: run.href):
        opened = f'<g id="{next(numbers)}" ctype="link" m:href={quoteattr(href)}>' if href else ""
        words = ""
        for run in runs:
            if run.text == "\n":
                words += f'<x id="{next(numbers)}" ctype="lb"/>'
                continue
            marks = [name for name, on in (("bold", run.strong), ("italic", run.em)) if on]
            starts = "".join(f'<g id="{next(numbers)}" ctype="{name}">' for name in marks)
            words += f"{starts}{escape(run.text)}{'</g>' * len(marks)}"
        written += f"{opened}{words}{'</g>' if href else ''}"
    return written
