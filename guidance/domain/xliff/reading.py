"""Reading XLIFF that comes from elsewhere: nothing in it is trusted.

Python's expat does the parsing. A document type is refused as soon as it begins, so no entity is
ever defined or fetched; what is too large is refused before it is read.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from guidance.domain.languages import SOURCE
from guidance.domain.text.markup import Run
from guidance.domain.xliff import OURS, STANDARD, Document, Line, Text, Unit, XliffError

LARGEST = 4 * 1024 * 1024
"""Bytes of the largest file that is read: some fifty times the longest guide."""

_DEEPEST = 24


@dataclass(slots=True)
class _Element:
    name: str
    values: dict[str, str]
    inside: list["_Element | str"] = field(default_factory=list)

    def all(self, name: str) -> list["_Element"]:
        """Return the elements of this name right inside."""
        wanted = f"{STANDARD} {name}"
        return [each for each in self.inside if isinstance(each, _Element) and each.name == wanted]


def read(content: bytes) -> Document:
    """Read one document. Raises XliffError with everything that is wrong."""
    root = _parsed(content)
    if root.name != f"{STANDARD} xliff" or root.values.get("version") != "1.2":
        raise XliffError("This is no XLIFF 1.2: send back the file that was downloaded here.")
    files = root.all("file")
    if len(files) != 1:
        raise XliffError(f"There are {len(files)} <file> parts in it; there has to be one.")
    (file,) = files
    if file.values.get("source-language") != SOURCE:
        raise XliffError(f"Its source language is not English ({SOURCE}).")
    problems: list[str] = []
    texts = [_text(group, problems) for body in file.all("body") for group in body.all("group")]
    repeated = [key for key, times in Counter(text.key for text in texts).items() if times > 1]
    problems += [f"Section “{key}” is in the file more than once." for key in repeated]
    if problems:
        raise XliffError(*problems)
    return Document(
        file.values.get("original", ""), file.values.get("target-language", ""), tuple(texts)
    )


def _parsed(content: bytes) -> _Element:
    if len(content) > LARGEST:
        raise XliffError(f"The file is larger than {LARGEST // 1024 // 1024} MB.")
    root = _Element("", {})
    stack = [root]

    def start(name: str, values: dict[str, str]) -> None:
        if len(stack) > _DEEPEST:
            raise XliffError("Its parts stand too deep in one another.")
        element = _Element(name, values)
        stack[-1].inside.append(element)
        stack.append(element)

    def text(found: str) -> None:
        stack[-1].inside.append(found)

    def doctype(*_: object) -> None:
        raise XliffError("It defines a document type (<!DOCTYPE>), which is not taken.")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(content, True)
    except XliffError:
        raise
    # The last two are of an encoding that is unknown, or that expat cannot take.
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise XliffError(f"It is no XML that can be read: {error}.") from error
    (found,) = [each for each in root.inside if isinstance(each, _Element)]
    return found


def _text(group: _Element, problems: list[str]) -> Text:
    key = group.values.get("resname", "")
    units = []
    for number, unit in enumerate(group.all("trans-unit")):
        if unit.values.get("id") != f"{key}.{number}":
            problems.append(
                f"Section “{key}”: line {number + 1} is missing, or in another place than before."
            )
        units.append(_unit(unit, f"Section “{key}”, line {number + 1}", problems))
    return Text(
        key,
        group.values.get(f"{OURS} english", ""),
        group.values.get(f"{OURS} read", ""),
        tuple(units),
    )


def _unit(unit: _Element, where: str, problems: list[str]) -> Unit:
    source, target = unit.all("source"), unit.all("target")
    if len(source) != 1 or len(target) > 1:
        problems.append(f"{where}: there has to be one <source>, and one <target> at most.")
        return Unit(())
    words = _line(target[0], where, problems) if target else ()
    state = target[0].values.get("state", "translated") if target else "needs-translation"
    return Unit(_line(source[0], where, problems), words, state)


def _line(element: _Element, where: str, problems: list[str]) -> Line:
    try:
        runs = tuple(_runs(element, Run("")))
    except XliffError as wrong:
        problems += [f"{where}: {problem}" for problem in wrong.problems]
        return ()
    return runs if any(run.text.strip() for run in runs) else ()


def _runs(element: _Element, marks: Run) -> Iterator[Run]:
    """Return the runs of a line, with the marks of what they stand in."""
    for each in element.inside:
        if isinstance(each, str):
            yield Run(each, marks.strong, marks.em, marks.href)
            continue
        match each.name.removeprefix(f"{STANDARD} "), each.values.get("ctype", ""):
            case "x", "lb":
                yield Run("\n")
            case "g", "bold":
                yield from _runs(each, Run("", True, marks.em, marks.href))
            case "g", "italic":
                yield from _runs(each, Run("", marks.strong, True, marks.href))
            case "g", "link":
                href = each.values.get(f"{OURS} href", "")
                yield from _runs(each, Run("", marks.strong, marks.em, href))
            case "mrk", _:
                # A tool's own note on some words; it says nothing to readers.
                yield from _runs(each, marks)
            case name, kind:
                raise XliffError(f"the tag <{name} {kind}> was not in the file that went out.")
