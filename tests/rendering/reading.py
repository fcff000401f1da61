"""Reads pages the way a browser would: words with the language they are marked as."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "br", "wbr", "path", "circle", "use"})


@dataclass
class Element:
    """An element with its attributes and the ids of those around it."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    words: str = ""


@dataclass
class Reader(HTMLParser):
    """A page, read: its elements in order, and its words by the language they are marked as."""

    elements: list[Element] = field(default_factory=list)
    words: dict[str, str] = field(default_factory=dict)
    unclosed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[Element, str]] = []

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        inside = tuple(
            element.attributes["id"] for element, _ in self._open if "id" in element.attributes
        )
        language = given.get("lang") or (self._open[-1][1] if self._open else "")
        element = Element(tag, given, inside)
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append((element, language))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self._open or self._open[-1][0].tag != tag:
            self.unclosed.append(tag)
            return
        self._open.pop()

    def handle_data(self, data):
        if not self._open or self._open[-1][0].tag == "style":
            return
        language = self._open[-1][1]
        self.words[language] = self.words.get(language, "") + data
        for element, _ in self._open:
            element.words += data

    def find(self, tag, **attributes) -> list[Element]:
        """Return the elements of a tag that have these attributes."""
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(element.attributes.get(name) == value for name, value in attributes.items())
        ]

    def with_id(self, key) -> Element:
        """Return the one element with an id."""
        (element,) = (one for one in self.elements if one.attributes.get("id") == key)
        return element


def read(page) -> Reader:
    """Read a page."""
    reader = Reader()
    reader.feed(page.html)
    reader.close()
    return reader
