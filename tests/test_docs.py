"""The documentation names what is there, and all of it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def variables_read() -> set[str]:
    """Find the names of the environment variables in the code that reads them."""
    read = re.compile(r'(?:_text|environ(?:\.get|\.setdefault)?)[(\[]\s*"([A-Z][A-Z_]+)"')
    in_python = {
        name
        for folder in ("guidance", "guidance_site", "scripts", "tests")
        for path in (ROOT / folder).rglob("*.py")
        for name in read.findall(path.read_text(encoding="utf-8"))
    }
    in_shell = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "scripts/python.sh").read_text()))
    return in_python | in_shell


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


# The system's, or set by the project for programs it starts: nobody who runs the site sets them.
INTERNAL = {
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "DJANGO_SETTINGS_MODULE",
    "HYPOTHESIS_STORAGE_DIRECTORY",
    "PATH",
    "PIP_CACHE_DIR",
    "PYTHONPYCACHEPREFIX",
    "RUFF_CACHE_DIR",
}


def test_variables_are_found_in_the_code():
    assert {"DATA_DIR", "PUBLIC_URL", "STAFF_PASSWORD", "CHROMIUM", "PYTHON"} <= variables_read()


@pytest.mark.parametrize("name", sorted(variables_read() - INTERNAL))
def test_every_variable_has_its_heading(name):
    assert re.search(rf"^### {name}$", SETTINGS, re.MULTILINE)


@pytest.mark.parametrize("name", re.findall(r"^### ([A-Z_]+)$", SETTINGS, re.MULTILINE))
def test_every_heading_is_a_variable_that_is_read(name):
    assert name in variables_read() | {"FORWARDED_ALLOW_IPS"}  # read by gunicorn itself


@pytest.mark.parametrize(
    "target",
    sorted(set(re.findall(r"(?:`|^    )make ([a-z]+)", README + CONTRIBUTING + SETTINGS, re.M))),
)
def test_every_target_named_is_there(target):
    assert target in targets()


@pytest.mark.parametrize(
    ("document", "link"),
    [
        (path.relative_to(ROOT), link)
        for pattern in ("*.md", "docs/**/*.md", "tools/**/*.md")
        for path in sorted(ROOT.glob(pattern))
        for link in re.findall(r"\]\(([^)#:]+)[^):]*\)", path.read_text(encoding="utf-8"))
    ],
    ids=str,
)
def test_every_link_leads_somewhere(document, link):
    assert (ROOT / document.parent / link).exists()


@pytest.mark.parametrize(
    "path",
    [
        path
        for cell in re.findall(r"^\| (`.+?`) \|", CONTRIBUTING, re.MULTILINE)
        for path in re.findall(r"`(.+?)`", cell)
    ],
)
def test_every_file_that_a_common_change_touches_is_there(path):
    assert list(ROOT.glob(path.replace("CODE", "es")))


DOCUMENTS = [
    path.relative_to(ROOT) for pattern in ("*.md", "docs/**/*.md") for path in ROOT.glob(pattern)
]


@pytest.mark.parametrize("document", sorted(DOCUMENTS), ids=str)
def test_every_file_a_document_names_is_there(document):
    named = re.compile(r"`((?:guidance|guidance_site|tools|tests|scripts|deploy)/[\w./-]+)`")
    text = (ROOT / document).read_text(encoding="utf-8")
    assert [name for name in named.findall(text) if not (ROOT / name).exists()] == []
