"""The name of a build follows from all that pages are made from, and from nothing else."""

import ast
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from guidance.release.making import identity
from guidance.release.making.identity import ROOT, Incomplete, build_name

pytestmark = pytest.mark.once

URL = "https://safety.example.org"


@pytest.fixture
def tree(tmp_path, monkeypatch) -> Path:
    """A copy of what the name is worked out from; what was parsed once is not parsed again."""
    monkeypatch.setattr(identity.ast, "parse", cache(ast.parse))
    monkeypatch.setattr(identity, "packages_distributions", cache(identity.packages_distributions))
    for folder in ("guidance", "templates", "locale"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def _changes_the_name(tree: Path, path: Path, name: str) -> bool:
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    try:
        return build_name(URL, tree) != name
    finally:
        path.write_bytes(before)


def test_one_byte_of_anything_that_pages_are_made_from_is_another_name(tree):
    name = build_name(URL, tree)
    assert name == build_name(URL)
    sources, _ = identity._code(tree)
    texts = [
        path
        for folder, pattern in (("templates/public", "*"), ("locale", "*.po"))
        for path in (tree / folder).rglob(pattern)
        if path.is_file()
    ]
    assert len(sources) > 50 and len(texts) > 40
    same = [path for path in [*sources, *texts] if not _changes_the_name(tree, path, name)]
    assert same == []


def test_all_that_a_page_passes_through_counts(tree):
    sources, packages = identity._code(tree)
    found = {str(path.relative_to(tree)) for path in sources}
    rendering = {
        str(path.relative_to(tree)) for path in (tree / "guidance/rendering").rglob("*.py")
    }
    assert found >= rendering | {
        "guidance/domain/pages/outputs.py",
        "guidance/domain/translation/visibility.py",
        "guidance/queries/catalogues.py",
        "guidance/queries/decisions.py",
        "guidance/queries/guide_frame.py",
        "guidance/queries/site_frame.py",
        "guidance/release/making/compress.py",
        "guidance/release/making/pages.py",
        "guidance/release/registry.py",
        "guidance/release/taking/snapshot.py",
    }
    assert packages >= {"django", "brotli"}


def test_import_inside_a_function_counts(tree):
    path = tree / "guidance/rendering/parts/page.py"
    path.write_text(path.read_text() + "\n\ndef late():\n    from guidance.admin import page\n")
    sources, _ = identity._code(tree)
    assert tree / "guidance/admin/page.py" in sources


@pytest.mark.parametrize(
    "path",
    [
        "guidance/admin/home.py",
        "guidance/publishing/submission/submit.py",
        "guidance/serving/front.py",
        "templates/admin/index.html",
    ],
)
def test_what_only_the_staff_or_a_server_uses_does_not_count(tree, path):
    assert not _changes_the_name(tree, tree / path, build_name(URL, tree))


def test_another_address_is_another_name(tree):
    assert build_name(URL, tree) != build_name("http://127.0.0.1:8000", tree)


@pytest.mark.parametrize(
    "gone",
    [
        "guidance/release/builder.py",
        "guidance/release/registry.py",
        "guidance/rendering/guide/live.py",
        "templates/public",
        "locale",
    ],
)
def test_what_is_missing_is_named(tree, gone):
    path = tree / gone
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(Incomplete):
        build_name(URL, tree)


def test_nothing_is_imported_for_it():
    program = (
        "import sys\nfrom guidance.release.making.identity import build_name\n"
        f"build_name({URL!r})\n"
        "print([name for name in ('django', 'guidance.models', 'brotli') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
