"""A guide in one language as XLIFF 1.2, in which agencies take and give translations. Pure.

One document holds one guide and one target language: a group for each section, in it a unit for
the heading and one for each paragraph or list item, so that no translator sees how lists are built.
Marks inside a line are ``g`` elements, line breaks ``x`` elements, as the standard has them
(http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html). Two attributes of our own are on a
group: the digest of the English it was made from, and of the words that stood in the draft.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from guidance.domain.text.markup import Block, Run, lines, parse, serialise

STANDARD = "urn:oasis:names:tc:xliff:document:1.2"
OURS = "urn:minneapolis-guidance:xliff:1"
XML = "http://www.w3.org/XML/1998/namespace"

UNFINISHED = frozenset({"new", "needs-translation", "needs-review-translation"})
"""States of a target that nobody has finished; all others say that it is done."""

Line = tuple[Run, ...]


class XliffError(ValueError):
    """A file that cannot be used; ``problems`` says everything that is wrong with it."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Unit:
    """A line of English, and of the translation if there is one, with its state."""

    source: Line
    target: Line = ()
    state: str = "needs-translation"


@dataclass(frozen=True, slots=True)
class Text:
    """A section: its key, the digest of its English, that of the draft's words, and its lines.

    The first unit is the heading. ``note`` tells the translator what it is for.
    """

    key: str
    english: str
    read: str
    units: tuple[Unit, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A guide on its way to a translator or back."""

    guide: str
    language: str
    texts: tuple[Text, ...]


def lines_of(heading: str, body: str) -> tuple[Line, ...]:
    """Return the lines of a text: its heading, then every paragraph and list item."""
    return ((Run(heading),) if heading else (), *lines(parse(body)))


def shape_of(body: str) -> object:
    """Return how a body is built from paragraphs and lists, whatever they say."""
    return _shape(parse(body))


def _shape(blocks: Sequence[Block]) -> object:
    return [
        (block.tag, [(bool(item.runs), _shape(item.blocks)) for item in block.items])
        for block in blocks
    ]


def filled(body: str, given: Sequence[Line]) -> str:
    """Return a body built like ``body``, with these lines in it, as many as it has."""
    left = iter(given)
    return serialise(_filled(parse(body), left))


def _filled(blocks: Sequence[Block], left: Iterator[Line]) -> tuple[Block, ...]:
    return tuple(
        replace(block, runs=next(left))
        if block.tag == "p"
        else replace(
            block,
            items=tuple(
                # The item's own line comes before the lists in it.
                replace(
                    item,
                    runs=next(left) if item.runs else (),
                    blocks=_filled(item.blocks, left),
                )
                for item in block.items
            ),
        )
        for block in blocks
    )


def tags_of(line: Line) -> frozenset[str]:
    """Return the kinds of marks in a line, a link with its address."""
    found = set()
    for run in line:
        if run.text == "\n":
            found.add("line break")
        else:
            found |= {"bold"} if run.strong else set()
            found |= {"italic"} if run.em else set()
            found |= {f"link to {run.href}"} if run.href else set()
    return frozenset(found)
