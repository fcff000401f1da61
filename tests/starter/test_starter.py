"""The starter content: loaded once, never over staff's work, exported as it is loaded."""

import shutil
from filecmp import dircmp
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guidance.models import Contact, Edition, Event, Guide, LanguageOffer, Section
from guidance.starter import FOLDER, OFFERED
from guidance.starter.reading import read_starter
from tests.publishing.publication.test_spine import SAFER


def load(folder=FOLDER):
    call_command("load_starter", folder, verbosity=0)


def same(first: Path, second: Path) -> bool:
    found = dircmp(first, second)
    if found.left_only or found.right_only or found.diff_files or found.funny_files:
        return False
    return all(same(first / name, second / name) for name in found.common_dirs)


@pytest.mark.django_db
def test_starter_content_is_exported_exactly_as_it_stands(tmp_path):
    load()
    call_command("export_starter", tmp_path / "once", verbosity=0)
    for part in ("guides", "contacts"):
        assert same(FOLDER / part, tmp_path / "once" / part)


@pytest.mark.django_db
def test_loading_again_changes_nothing_and_says_so(capsys):
    load()
    before = (Edition.objects.count(), Event.objects.count(), Contact.objects.count())
    call_command("load_starter")
    assert "0 guides and 0 contacts loaded" in capsys.readouterr().out
    assert (Edition.objects.count(), Event.objects.count(), Contact.objects.count()) == before


@pytest.mark.django_db
def test_starter_acts_as_the_system_and_offers_its_languages():
    load()
    event = Event.objects.get(verb="loaded starter content")
    assert (event.actor_id, event.actor_name) == (None, "starter")
    assert set(LanguageOffer.objects.values_list("language", flat=True)) == set(OFFERED)
    assert not Edition.objects.exclude(system=True, submitter=None, number=1).exists()


def test_loading_never_touches_what_staff_wrote(world, tmp_path):
    world.change(body=SAFER)
    call_command("export_starter", tmp_path / "out", verbosity=0)
    world.change(body="<ul><li>One thing.</li></ul>")
    world.write("calm", body="<p>A draft.</p>")
    load(tmp_path / "out")
    assert world.row("signs").body_en == "<ul><li>One thing.</li></ul>"
    assert world.row("calm").body_en == "<p>A draft.</p>"
    assert Edition.objects.count() == 3


@pytest.fixture
def copy(tmp_path):
    """A copy of the starter content that a test may break."""
    shutil.copytree(FOLDER / "guides", tmp_path / "guides")
    shutil.copytree(FOLDER / "contacts", tmp_path / "contacts")
    return tmp_path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        (
            "guides/police/en.txt",
            "kind: not_allowed",
            "kind: nonsense",
            "kind: nonsense",
            "the kinds of section are",
        ),
        ("guides/police/en.txt", "kind: head", "kind: text", "guide:", "has to be of kind head"),
        ("guides/police/en.txt", "guide: police", "guide: other", "guide:", "is guide “police”"),
        (
            "guides/police/en.txt",
            "heading:",
            "headline:",
            "headline:",
            "“headline” is not known here",
        ),
        ("guides/police/en.txt", "<p>", "<p><script>x</script>", None, "guidance may not contain"),
        ("guides/police/en.txt", "| 2026-11-22", "| yesterday", None, "a source is"),
        ("guides/police/en.txt", "| https:", "| http:", None, "a source is"),
        (
            "guides/police/en.txt",
            "== police-crowds",
            "== danger-now\nkind: text\nheading: x\n\n== police-crowds",
            "== danger-now",
            "is a section of front too",
        ),
        (
            "guides/when-to-call/en.txt",
            "contacts: 911",
            "contacts: 912",
            None,
            "there is no contact “912”",
        ),
        ("guides/police/en.txt", "order: 2", "order: second", "order:", "write a number"),
        ("guides/police/es.txt", "language: es", "language: so", "guide:", "in language “es”"),
        (
            "guides/police/es.txt",
            "== police-may-not",
            "== police-unknown",
            "== police-unknown",
            "has no section",
        ),
        ("guides/police/es.txt", "made_from: d1:", "made_from: x1:", None, "is no digest"),
        ("contacts/911.txt", "shown: yes", "shown: maybe", "shown:", "write yes or no"),
        ("contacts/911.txt", "== en", "== english", "== english", "is no language of the site"),
        ("contacts/911.txt", "contact: 911", "contact: 112", "contact:", "this is contact “911”"),
    ],
)
def test_broken_file_is_named_with_its_line_and_nothing_is_loaded(
    copy, file, old, new, line, message
):
    path = copy / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(CommandError) as refused:
        load(copy)
    assert str(path) in str(refused.value)
    assert message in str(refused.value)
    assert "Nothing was loaded." in str(refused.value)
    if line:
        lines = path.read_text().split("\n")
        number = next(i for i, each in enumerate(lines, 1) if each.startswith(line))
        assert f", line {number}:" in str(refused.value)
    assert not Guide.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_address_that_cannot_be_given_loads_nothing(copy):
    path = copy / "guides/police/en.txt"
    path.write_text(path.read_text().replace("slug: police", "slug: about"))
    with pytest.raises(CommandError, match="kept for a page of the site itself"):
        load(copy)
    assert not Section.objects.exists()


def test_folder_that_is_no_starter_content_or_not_empty_is_refused(db, tmp_path):
    with pytest.raises(CommandError, match="has no folder “guides”"):
        load(tmp_path)
    (tmp_path / "x").touch()
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("export_starter", tmp_path)


def test_every_starter_translation_is_whole_and_made_from_the_english_beside_it():
    starter = read_starter(FOLDER)
    for code in OFFERED:
        for content in (*(guide.content.sections for guide in starter.guides), starter.contacts):
            for item in content:
                words = item.words.get(code)
                assert words is not None, f"{item.key} has no {code}"
                assert words.heading
                if code != "en":
                    assert words.made_from == item.digest("en"), f"{item.key} in {code}"
                    assert words.provenance == "machine"
