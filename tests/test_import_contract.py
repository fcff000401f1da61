import grimp
import pytest
from importlinter.application.user_options import UserOptions

from tests.import_contract import MayImport

TABLE = ["pure: pure", "site.models: pure *", "site.views: pure django.http", "site:"]


@pytest.fixture
def graph():
    graph = grimp.ImportGraph()
    for module in ("site", "site.content", "site.models", "site.models.guide", "site.views"):
        graph.add_module(module)
    for package in ("django", "json"):
        graph.add_module(package, is_squashed=True)
    return graph


def breaches(graph, importer="", imported="", line=""):
    if importer:
        graph.add_import(importer=importer, imported=imported, line_number=7, line_contents=line)
    options = {"groups": ["pure: site.content"], "table": TABLE}
    contract = MayImport(
        name="", session_options=UserOptions({}, []).session_options, contract_options=options
    )
    return contract.check(graph, verbose=False).metadata["broken"]


@pytest.mark.parametrize(
    ("importer", "imported", "line"),
    [
        ("site.content", "json", "import json"),
        ("site.models", "site.content", "from site import content"),
        ("site.models", "site.models.guide", "from site.models.guide import Guide"),
        ("site.models", "django", "from django.db import models"),
        ("site.views", "django", "from django.http import HttpResponse"),
    ],
)
def test_what_the_table_allows_is_kept(graph, importer, imported, line):
    assert breaches(graph, importer, imported, line) == []


@pytest.mark.parametrize(
    ("importer", "imported", "line", "named"),
    [
        ("site.content", "site.models", "from site import models", "site.models"),
        ("site.content", "django", "import django", "django"),
        ("site.views", "site.models.guide", "from site.models import guide", "site.models.guide"),
        ("site.views", "django", "from django.db import models", "django.db"),
        ("site.views", "django", "from django.httpx import x", "django.httpx"),
    ],
)
def test_what_the_table_does_not_allow_is_named_with_its_line(
    graph, importer, imported, line, named
):
    assert breaches(graph, importer, imported, line) == [f"{importer}:7 may not import {named}"]


def test_a_module_without_a_place_is_named():
    graph = grimp.ImportGraph()
    graph.add_module("elsewhere")
    assert breaches(graph) == ["elsewhere has no place in the table"]
