"""A contract for import-linter: for every part of the code, all that it may import.

import-linter's own contracts list what is forbidden, so a new module is free until someone thinks
of it. Here a new module breaks the contract until it has its place in the table in pyproject.toml.
"""

import re
import sys
from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ANY = "*"
_IMPORTED = re.compile(r"\s*(?:from|import)\s+([\w.]+)")


class MayImport(Contract):
    """Each line of ``table`` reads "part part: other other", and a part may import itself too.

    On the right stand parts, names of groups, modules of other packages, and ``*`` for all other
    packages; the standard library is free to all. Each line of ``groups`` reads "name: part part".
    A module's part is the longest name on a left side that it begins with.
    """

    groups = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    table = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Compare every import with the table; called by import-linter."""
        groups = {name: words for names, words in map(_split, self.groups) for name in names}
        allowed = {
            part: {other for word in words for other in groups.get(word, [word])}
            for parts, words in map(_split, self.table)
            for group in parts
            for part in groups.get(group, [group])
        }
        broken = sorted(_breaches(graph, allowed))
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each breach on a line; called by import-linter."""
        for line in check.metadata["broken"]:
            output.print_error(line, bold=False)


def _split(line: str) -> tuple[list[str], list[str]]:
    left, _, right = line.partition(":")
    return left.split(), right.split()


def _part(module: str, parts: dict[str, set[str]]) -> str | None:
    return max((part for part in parts if _within(module, part)), key=len, default=None)


def _within(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")


def _breaches(graph: ImportGraph, allowed: dict[str, set[str]]) -> Iterator[str]:
    for module in graph.modules:
        if graph.is_module_squashed(module):
            continue
        part = _part(module, allowed)
        if part is None:
            yield f"{module} has no place in the table"
            continue
        for imported in graph.find_modules_directly_imported_by(module):
            target = _part(imported, allowed)
            if target == part or target in allowed[part] or imported in sys.stdlib_module_names:
                continue
            for detail in graph.get_import_details(importer=module, imported=imported):
                # Other packages are one node in the graph: the line says which module it was.
                match = _IMPORTED.match(detail["line_contents"])
                name = match[1] if match and target is None else imported
                if target is not None or not _is_allowed_package(name, allowed[part]):
                    yield f"{module}:{detail['line_number']} may not import {name}"


def _is_allowed_package(name: str, allowed: set[str]) -> bool:
    return ANY in allowed or any(_within(name, package) for package in allowed)
