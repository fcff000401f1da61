"""The canonical form of a body of guidance: one spelling for each text, whatever editor wrote it.

A body is a list of blocks (paragraphs and lists) that hold runs of text with marks. Two pieces of
HTML that a reader could not tell apart have the same canonical form, so digests of it change only
when the text does. No Django, no sanitiser: what is not in the small set below is dropped here too,
but untrusted HTML goes through ``guidance.queries.sanitize`` first.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from itertools import groupby

ALLOWED_TAGS = frozenset({"p", "ul", "ol", "li", "a", "strong", "em", "br"})
ALLOWED_ATTRIBUTES = {"a": frozenset({"href"})}
URL_SCHEMES = frozenset({"https", "tel", "sms", "mailto"})

_HREF = re.compile(
    r"(https://[^\s<>\"]+|tel:\+?[0-9-]+|sms:\+?[0-9-]+|mailto:[^\s<>\"?]+@[^\s<>\"?]+"
    r"|/s/[a-z0-9-]+/)"
)
_MARKS = {"strong": "strong", "b": "strong", "em": "em", "i": "em"}
_IGNORED_CONTENT = frozenset({"script", "style", "template", "textarea", "title"})
_LISTS = frozenset({"ul", "ol"})
_BREAK = "\n"
_Marks = tuple[bool, bool, str]
_UNMARKED: _Marks = (False, False, "")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one set of marks. ``text`` of a line break is a newline."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (``p``: runs only) or a list (``ul``, ``ol``: items only)."""

    tag: str
    runs: tuple[Run, ...] = ()
    items: tuple["Item", ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its own text, then any lists inside it."""

    runs: tuple[Run, ...]
    blocks: tuple[Block, ...] = ()


def collapse(text: str) -> str:
    """Return ``text`` in NFC with every run of white space as one space, none at either end.

    Control characters and broken surrogates, which no database or browser agrees on, are dropped.
    """
    return " ".join(unicodedata.normalize("NFC", _printable(text)).split())


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        char for char in text if char.isspace() or unicodedata.category(char) not in {"Cc", "Cs"}
    )


def allowed_href(href: str) -> str:
    """Return ``href`` as it may stand in guidance, or ``''`` if guidance may not link to it.

    Allowed are https, tel, sms and mailto addresses and ``/s/{key}/``, the permanent address of a
    section, which becomes the reader's language when the page is made.
    """
    href = unicodedata.normalize("NFC", href.strip())
    return href if _HREF.fullmatch(href) else ""


@dataclass(slots=True)
class _Open:
    """A list or list item that is still being read."""

    tag: str
    runs: list[Run] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [_Open("body")]
        self.marks: list[tuple[str, str]] = []
        self.ignoring = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _IGNORED_CONTENT:
            self.ignoring += 1
        elif tag in _MARKS:
            self.marks.append((_MARKS[tag], ""))
        elif tag == "a":
            self.marks.append(("a", allowed_href(dict(attrs).get("href") or "")))
        elif tag == "br":
            self._add_run(_BREAK)
        elif tag in _LISTS:
            self._end_paragraph()
            self.stack.append(_Open(tag))
        elif tag == "li":
            self._close_until(_LISTS)
            if self.stack[-1].tag not in _LISTS:
                self.stack.append(_Open("ul"))
            self.stack.append(_Open("li"))
        else:
            self._end_paragraph()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in _IGNORED_CONTENT:
            self.ignoring = max(0, self.ignoring - 1)
        elif tag == "a" or tag in _MARKS:
            self._drop_mark("a" if tag == "a" else _MARKS[tag])
        elif tag == "li":
            self._close("li")
        elif tag in _LISTS:
            self._close(tag)
        elif tag != "br":
            self._end_paragraph()

    def handle_data(self, data: str) -> None:
        if not self.ignoring:
            self._add_run(re.sub(r"\s+", " ", data))

    def blocks(self) -> tuple[Block, ...]:
        while len(self.stack) > 1:
            self._pop()
        self._end_paragraph()
        return tuple(self.stack[0].blocks)

    def _add_run(self, text: str) -> None:
        top = self.stack[-1]
        if top.tag in _LISTS:
            if not text.strip():
                return
            self.stack.append(_Open("li"))
            top = self.stack[-1]
        href = next((href for mark, href in reversed(self.marks) if mark == "a"), "")
        names = {mark for mark, _ in self.marks}
        top.runs.append(Run(text, "strong" in names, "em" in names, href))

    def _drop_mark(self, name: str) -> None:
        for index in range(len(self.marks) - 1, -1, -1):
            if self.marks[index][0] == name:
                del self.marks[index]
                return

    def _end_paragraph(self) -> None:
        """End the paragraph being read; inside an item, text that follows starts a new line."""
        top = self.stack[-1]
        if top.tag == "li":
            if top.runs and top.runs[-1].text != _BREAK:
                top.runs.append(Run(_BREAK))
        elif top.tag == "body":
            runs = _tidy(top.runs)
            top.runs = []
            if runs:
                top.blocks.append(Block("p", runs=runs))

    def _close_until(self, tags: frozenset[str]) -> None:
        """Close an open item, if the list it stands in is nearer than any other list."""
        if self.stack[-1].tag == "li":
            self._pop()
        elif self.stack[-1].tag not in tags:
            self._end_paragraph()

    def _close(self, tag: str) -> None:
        if any(opened.tag == tag for opened in self.stack):
            while self._pop() != tag:
                pass

    def _pop(self) -> str:
        closed = self.stack.pop()
        parent = self.stack[-1]
        if closed.tag == "li":
            item = Item(_tidy(closed.runs), tuple(closed.blocks))
            if item.runs or item.blocks:
                parent.items.append(item)
        elif closed.items:
            parent.blocks.append(Block(closed.tag, items=tuple(closed.items)))
        return closed.tag


def _tidy(runs: list[Run]) -> tuple[Run, ...]:
    """Collapse white space over a whole line of runs, drop empty runs, join runs with equal marks.

    Marks on white space alone say nothing to a reader, so a space takes the marks of what stands
    before it, where that text has the same marks after it, and none otherwise.
    """
    letters = _collapsed(
        (char, _marks(run))
        for run in runs
        for char in unicodedata.normalize("NFC", _printable(run.text))
    )
    tidy: list[Run] = []
    for index, (char, own) in enumerate(letters):
        marks = own
        if char == " ":
            before, after = letters[index - 1][1], letters[index + 1][1]
            marks = before if before == after else _UNMARKED
        if tidy and char != _BREAK and tidy[-1].text != _BREAK and _marks(tidy[-1]) == marks:
            tidy[-1] = Run(tidy[-1].text + char, *marks)
        else:
            tidy.append(Run(char, *marks))
    return _joined_nfc(tidy)


def _collapsed(letters: Iterable[tuple[str, _Marks]]) -> list[tuple[str, _Marks]]:
    """Leave one space of several, and none beside a line break or at either end of the line."""
    kept: list[tuple[str, _Marks]] = []
    for char, marks in letters:
        if char == _BREAK:
            if kept and kept[-1][0] == " ":
                kept.pop()
            if kept:
                kept.append((char, _UNMARKED))
        elif not char.isspace():
            kept.append((char, marks))
        elif kept and kept[-1][0] not in {" ", _BREAK}:
            kept.append((" ", marks))
    while kept and kept[-1][0] in {" ", _BREAK}:
        kept.pop()
    return kept


def _joined_nfc(runs: list[Run]) -> tuple[Run, ...]:
    """Normalise again: joining can put a letter and its combining mark next to each other."""
    return tuple(
        Run(unicodedata.normalize("NFC", run.text), run.strong, run.em, run.href) for run in runs
    )


def _marks(run: Run) -> _Marks:
    return run.strong, run.em, run.href


def parse(body: str) -> tuple[Block, ...]:
    """Read a body of guidance into blocks; what guidance may not contain is left out."""
    reader = _Reader()
    reader.feed(body)
    reader.close()
    return reader.blocks()


def serialise(blocks: tuple[Block, ...]) -> str:
    """Write blocks as HTML, the same blocks always the same way."""
    return "".join(_block(block) for block in blocks)


@lru_cache(maxsize=4096)
def canonical(body: str) -> str:
    """Return the canonical spelling of a body; of a canonical body, that body itself."""
    return serialise(parse(body))


def plain(body: str) -> str:
    """Return the words of a body without its marks, one line per paragraph, item or line break."""
    return "\n".join("".join(run.text for run in line) for line in lines(parse(body)))


def lines(blocks: tuple[Block, ...]) -> list[tuple[Run, ...]]:
    """Return the runs of every paragraph and list item, in reading order."""
    found: list[tuple[Run, ...]] = []
    for block in blocks:
        if block.tag == "p":
            found.append(block.runs)
        for item in block.items:
            if item.runs:
                found.append(item.runs)
            found.extend(lines(item.blocks))
    return found


def links(blocks: tuple[Block, ...]) -> list[str]:
    """Return the address of every link, in reading order."""
    return [
        href
        for line in lines(blocks)
        for href, _ in groupby(line, key=lambda run: run.href)
        if href
    ]


def list_lengths(blocks: tuple[Block, ...]) -> list[int]:
    """Return the number of items of every list, in reading order."""
    lengths: list[int] = []
    for block in blocks:
        if block.tag in _LISTS:
            lengths.append(len(block.items))
        for item in block.items:
            lengths.extend(list_lengths(item.blocks))
    return lengths


def _block(block: Block) -> str:
    if block.tag == "p":
        return f"<p>{_runs(block.runs)}</p>"
    items = "".join(f"<li>{_runs(item.runs)}{serialise(item.blocks)}</li>" for item in block.items)
    return f"<{block.tag}>{items}</{block.tag}>"


def _runs(runs: tuple[Run, ...]) -> str:
    written = ""
    for href, group in groupby(runs, key=lambda run: run.href):
        words = "".join(_run(run) for run in group)
        written += f'<a href="{html.escape(href)}">{words}</a>' if href else words
    return written


def _run(run: Run) -> str:
    if run.text == _BREAK:
        return "<br>"
    text = html.escape(run.text, quote=False)
    if run.em:
        text = f"<em>{text}</em>"
    if run.strong:
        text = f"<strong>{text}</strong>"
    return text
