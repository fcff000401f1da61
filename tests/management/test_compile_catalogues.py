import gettext

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation.trans_real import check_for_language

from guidance.domain.languages import CODES, SOURCE

HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)


@pytest.fixture
def catalogues(settings, tmp_path):
    """Return a project of empty catalogues, compiled into a folder of its own."""
    settings.BASE_DIR = tmp_path / "source"
    settings.LOCALE_PATHS = [tmp_path / "compiled"]
    for code in CODES:
        write(settings.BASE_DIR, code, "")
    return settings.BASE_DIR


def write(base, code, entries):
    path = base / "locale" / code / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = HEADER + entries
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def compiled(settings, code):
    path = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


@pytest.mark.parametrize("code", CODES)
def test_every_language_exists_for_django(code):
    assert check_for_language(code)
    with translation.override(code):
        assert translation.get_language() == code
    assert translation.get_language_info(code)["bidi"] == (code == "ar")


def test_words_contexts_and_plurals_are_compiled(catalogues, settings):
    write(
        catalogues,
        "hmn",
        'msgid "Call"\nmsgstr "Hu"\n\nmsgctxt "page"\nmsgid "Home"\nmsgstr "Tsev"\n\n'
        'msgid "%d day"\nmsgid_plural "%d days"\nmsgstr[0] "%d hnub"\n',
    )
    call_command("compile_catalogues", verbosity=0)
    hmong = compiled(settings, "hmn")
    assert hmong.gettext("Call") == "Hu"
    assert hmong.pgettext("page", "Home") == "Tsev"
    assert [hmong.ngettext("%d day", "%d days", n) for n in (1, 2)] == ["%d hnub"] * 2


def test_fuzzy_and_empty_translations_are_left_out(catalogues, settings):
    write(catalogues, "so", '#, fuzzy\nmsgid "Call"\nmsgstr "?"\n\nmsgid "Home"\nmsgstr ""\n')
    call_command("compile_catalogues", verbosity=0)
    somali = compiled(settings, "so")
    assert (somali.gettext("Call"), somali.gettext("Home")) == ("Call", "Home")


def test_plural_that_lacks_a_form_is_left_out_whole(catalogues, settings):
    path = write(
        catalogues, "so", 'msgid "day"\nmsgid_plural "days"\nmsgstr[0] "maalin"\nmsgstr[1] ""\n'
    )
    two = path.read_text("utf-8").replace("nplurals=1; plural=0", "nplurals=2; plural=n != 1")
    path.write_text(two, "utf-8")
    call_command("compile_catalogues", verbosity=0)
    somali = compiled(settings, "so")
    assert [somali.ngettext("day", "days", n) for n in (1, 2)] == ["day", "days"]


def test_header_names_language_and_plural_forms_and_no_date(catalogues, settings):
    call_command("compile_catalogues", verbosity=0)
    assert compiled(settings, "hmn").info() == {
        "content-type": "text/plain; charset=UTF-8",
        "language": "hmn",
        "plural-forms": "nplurals=1; plural=0;",
    }


def test_what_has_not_changed_is_not_written_again(catalogues, capsys):
    call_command("compile_catalogues")
    write(catalogues, "es", 'msgid "Call"\nmsgstr "Llame"\n')
    call_command("compile_catalogues")
    call_command("compile_catalogues")
    assert capsys.readouterr().out.splitlines() == [
        f"Catalogues compiled: {', '.join(CODES)}.",
        "Catalogues compiled: es.",
        "Catalogues compiled: none had changed.",
    ]


@pytest.mark.parametrize(
    ("entries", "line", "problem"),
    [
        ('msgid "Call\nmsgstr "Llame"\n', 6, "does not end"),
        ('hello "Call"\n', 6, "misformatted"),
        ('msgid "Call"\nmsgid_plural "Calls"\nmsgstr[7] "x"\n', 6, "num_plurals"),
        ('#, python-format\nmsgid "%(n)s"\nmsgstr "%(m)s"\n', 7, "placeholder"),
    ],
)
def test_a_broken_catalogue_is_named_with_its_line(catalogues, settings, entries, line, problem):
    call_command("compile_catalogues", verbosity=0)
    path = write(catalogues, "es", entries)
    with pytest.raises(CommandError, match=problem) as error:
        call_command("compile_catalogues", verbosity=0)
    assert f"{path}, line {line}: " in str(error.value)
    assert compiled(settings, "es")


def test_a_catalogue_that_is_not_utf8_is_named_with_its_line(catalogues):
    path = write(catalogues, "es", "")
    path.write_bytes(path.read_bytes() + b'msgid "Call"\nmsgstr "\xff"\n')
    with pytest.raises(CommandError, match="line 7: .*not UTF-8"):
        call_command("compile_catalogues", verbosity=0)


def test_a_missing_catalogue_is_named(catalogues):
    write(catalogues, "am", "").unlink()
    with pytest.raises(CommandError, match="am/LC_MESSAGES/django.po is missing"):
        call_command("compile_catalogues", verbosity=0)


def test_the_source_language_needs_no_words():
    with translation.override(SOURCE):
        assert translation.gettext("No catalogue says this") == "No catalogue says this"
