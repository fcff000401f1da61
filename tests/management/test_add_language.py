"""A language is added by one command and one migration, from nothing to a served page."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

# ISO 639 keeps this code for private use: no language that is added for real takes it.
NEW = ("qaa", "--own-name=ကညီကျိာ်", "--english-name=Somewhere", "--script=MYANMAR")
GREETING = "ဆူၣ်လၢ"

PUBLISH = """
from django.contrib.auth.models import User
from guidance.models import Guide
from guidance.domain.text.cells import CellId
from guidance.queries.published import published_guide
from guidance.publishing import FieldEdit, approve, offer_language, publish, save_cells, submit
writer, approver = (User.objects.create_superuser(name, password="x" * 14) for name in "ab")
guide = Guide.objects.get(key="stay-safe")
live, _ = published_guide(guide)
section = live.section("head-stay-safe")
cell = CellId("section", section.key, "words", "qaa")
digest = section.digest("en")
save_cells(by=writer, edits=[
    FieldEdit(cell, "heading", "", "GREETING", digest),
    FieldEdit(cell, "body", "", "<p>GREETING</p>", digest),
])
row = submit(by=writer, guide=guide, note="New.", severities={}, cells=[cell],
             reasons={str(cell): "A short text for a test."})
approve(by=approver, submission=row)
publish(by=approver, submission=row)
offer_language(by=approver, language="qaa", offered=True)
"""

SERVE = """
from django.conf import settings
from guidance.serving.current import releases_folder
from guidance.serving.ready import Loader
loader = Loader(releases_folder(settings.DATA_DIR))
loader.look()
for path in ("/qaa/", "/qaa/stay-safe/"):
    print(loader.site.find(path).forms[""].body.decode())
"""


@pytest.fixture
def project(tmp_path):
    """Return a copy of the project with a database of its own."""
    folder = tmp_path / "project"
    left = shutil.ignore_patterns("var", ".git", "tests", "tools", "__pycache__")
    shutil.copytree(settings.BASE_DIR, folder, ignore=left)
    return folder


def run(project: Path, *arguments: str) -> str:
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=project,
        env=variables | {"DATA_DIR": str(project / "data"), "SECRET_KEY": "x" * 60},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def in_new_language(catalogue: str) -> str:
    """Return every sentence some Karen letters, with the names it fills in."""

    def translated(match: re.Match[str]) -> str:
        fills = " ".join(re.findall(r"%\(\w+\)s|<[^>]+>", match["english"]))
        return f'msgid "{match["english"]}"\nmsgstr "{GREETING} {fills}"'

    return re.sub(r'^msgid "(?P<english>.+)"\nmsgstr ""$', translated, catalogue, flags=re.M)


def test_language_goes_from_nothing_to_a_served_page(project):
    told = run(project, "add_language", *NEW)
    assert "Next: read docs/adding-a-language.md" in told
    (migration,) = (project / "guidance" / "migrations").glob("*_language_qaa.py")
    assert "heading_qaa" in migration.read_text("utf-8")
    catalogue = project / "locale" / "qaa" / "LC_MESSAGES" / "django.po"
    assert '"Language: qaa\\n"' in catalogue.read_text("utf-8")
    catalogue.write_text(in_new_language(catalogue.read_text("utf-8")), "utf-8")
    run(project, "compile_catalogues")
    assert "No changes detected" in run(project, "makemigrations", "--check")
    run(project, "migrate", "--verbosity=0")
    run(project, "load_starter")
    run(project, "shell", "--no-imports", "--command", PUBLISH.replace("GREETING", GREETING))
    run(project, "watch", "--once")
    pages = run(project, "shell", "--no-imports", "--command", SERVE)
    assert pages.count('<html lang="qaa" dir="ltr">') == 2
    assert f"<h1>{GREETING}</h1>" in pages
    # What is missing stands in English, marked as English.
    assert '<span lang="en" dir="ltr">What not to do near agents</span>' in pages
    after = pages.split("What not to do near agents</span>")[-1].partition("</section>")[0]
    assert f'<p class="note">{GREETING}' in re.sub(r">\s+", ">", after)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("KSW", *NEW[1:]), "is no code of a language"),
        (("karen", *NEW[1:]), "is no code of a language"),
        (("so", *NEW[1:]), "Somali .so. is in the list already"),
        (("api", *NEW[1:]), "/api/ is kept for another page"),
        (("qaa", "--own-name= ", *NEW[2:]), "--own-name is empty"),
        (("qaa", NEW[1], "--english-name=Ka\u202eren", NEW[3]), "cannot be seen"),
        (("qaa", NEW[1], NEW[2], "--script=ARABIC"), "has no letter of the script ARABIC"),
    ],
)
def test_what_makes_no_language_is_refused_and_nothing_is_changed(arguments, problem):
    before = (settings.BASE_DIR / "guidance" / "domain" / "languages.py").read_bytes()
    with pytest.raises(CommandError, match=problem):
        call_command("add_language", *arguments)
    assert (settings.BASE_DIR / "guidance" / "domain" / "languages.py").read_bytes() == before
    assert not (settings.BASE_DIR / "locale" / "qaa").exists()


def test_failure_leaves_nothing_half_done(project):
    (project / "guidance" / "migrations" / "0001_initial.py").write_text("broken(", "utf-8")
    before = (project / "guidance" / "domain" / "languages.py").read_bytes()
    with pytest.raises(AssertionError, match="The migration could not be written"):
        run(project, "add_language", *NEW)
    assert (project / "guidance" / "domain" / "languages.py").read_bytes() == before
    assert not (project / "locale" / "qaa").exists()
