"""Old versions, history and what changed."""

import dataclasses

from guidance import rendering
from guidance.domain.pages.frame import Retired, Withdrawn
from guidance.domain.text.frozen import GuideText
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.visibility import Shown
from tests.rendering.builders import (
    PUBLIC_URL,
    guide_frame,
    old_version,
    states,
    version,
)
from tests.rendering.conftest import FRAME, LATER, SITE, TEXTS
from tests.rendering.reading import read

SIGNS = "when-to-call-signs"
AROUND = {"site": SITE, "public_url": PUBLIC_URL}


def version_page(language="en", guide=FRAME, **values):
    return rendering.version_page(
        language=language,
        text=TEXTS[language],
        english=TEXTS["en"],
        version=old_version(TEXTS, **values),
        guide=guide,
        **AROUND,
    )


def history_page(language="en", guide=FRAME):
    return rendering.history_page(
        language=language, text=TEXTS[language], english=TEXTS["en"], guide=guide, **AROUND
    )


def changes_page(new, language="en", *, new_english=None, old=None, now=None, guide=FRAME):
    return rendering.changes_page(
        language=language,
        old_text=TEXTS[language],
        new_text=new,
        old_english=TEXTS["en"],
        new_english=new_english or (new if language == "en" else TEXTS["en"]),
        old=old or old_version(TEXTS, 1),
        new=now or old_version(TEXTS, 2),
        guide=guide,
        **AROUND,
    )


def changed(language="en", *, index=1, **values) -> GuideText:
    sections = list(TEXTS[language].sections)
    sections[index] = dataclasses.replace(sections[index], **values)
    return dataclasses.replace(TEXTS[language], sections=tuple(sections))


def test_old_version_leads_to_the_version_now_before_anything_else():
    page = version_page()
    main = page.html.split("<main")[1]
    assert main.index('href="/en/when-to-call/"') < main.index("This is version 2 of March 4, 2026")
    assert "The version now is 3." in main


def test_old_version_is_in_no_index_on_a_live_site_either():
    page = rendering.version_page(
        language="en",
        text=TEXTS["en"],
        english=TEXTS["en"],
        version=old_version(TEXTS),
        guide=FRAME,
        site=dataclasses.replace(SITE, demonstration=False),
        public_url=PUBLIC_URL,
    )
    assert page.noindex
    assert not read(page).find("link", rel="canonical")


def test_text_made_dangerous_since_stands_under_a_warning_in_the_readers_language():
    words = read(version_page("es", replaced={SIGNS: LATER})).with_id(SIGNS).words
    assert "No siga esto. Se reemplazó el 1 de abril de 2026." in words
    assert "Oye disparos." in words


def test_words_of_a_contact_made_dangerous_since_stand_under_a_warning_too():
    words = read(version_page("es", replaced_contacts={"911": LATER})).with_id(SIGNS).words
    assert words.count("No siga esto. Se reemplazó el 1 de abril de 2026.") == 1


def test_old_version_shows_translations_as_they_were_then():
    words = read(version_page("es", sections=states(TEXTS, when_to_call_signs=Shown("missing"))))
    assert "You hear gunshots." in words.with_id(SIGNS).words


def test_old_version_of_a_withdrawn_guide_says_so():
    withdrawn = guide_frame(TEXTS, live=None, withdrawn=Withdrawn(LATER, "Not needed."))
    page = version_page("es", guide=withdrawn)
    assert "Esta guía se retiró el 1 de abril de 2026." in page.html
    assert '<p lang="en" dir="ltr">Not needed.</p>' in page.html
    assert "La versión actual" not in page.html


def test_history_lists_what_changed_for_this_language_alone():
    frame = guide_frame(TEXTS, versions=(version(3), version(2, changed_for=("en",)), version(1)))
    page = history_page("es", frame)
    assert 'href="/es/when-to-call/v2/"' not in page.html
    assert 'href="/es/when-to-call/changes/1-3/"' in page.html


def test_note_is_marked_as_english_unless_it_is_translated():
    frame = guide_frame(TEXTS, versions=(version(2, notes={"es": "Nota 2"}), version(1)))
    page = history_page("es", frame)
    assert "<p>Nota 2</p>" in page.html
    assert '<p lang="en" dir="ltr">Note 1</p>' in page.html
    assert "(en inglés)" in page.html


def test_history_names_safety_corrections():
    frame = guide_frame(TEXTS, versions=(version(2, severity=Severity.SAFETY), version(1)))
    assert "Safety correction" in history_page(guide=frame).html


def test_history_of_a_withdrawn_guide_stays():
    withdrawn = guide_frame(TEXTS, live=None, withdrawn=Withdrawn(LATER, "Not needed."))
    page = history_page(guide=withdrawn)
    assert page.status == 200
    assert page.noindex
    assert "This guide was withdrawn on April 1, 2026." in page.html


def test_changed_words_are_struck_and_underlined_and_named_to_listeners():
    page = changes_page(changed(body="<ul><li>You hear shots.</li></ul>"))
    assert '<del><span class="vh">[removed: </span>gunshots<' in page.html
    assert '<ins><span class="vh">[added: </span>shots<' in page.html


def test_unchanged_sections_are_left_out_of_a_comparison():
    page = changes_page(changed(heading="Call 911 at once if"))
    keys = [one.attributes["id"] for one in read(page).find("section")]
    assert keys == [SIGNS]


def test_added_retired_and_moved_sections_are_named():
    head, signs, ask, calm = TEXTS["en"].sections
    added = dataclasses.replace(signs, key="new-part")
    new = dataclasses.replace(TEXTS["en"], sections=(head, calm, ask, added))
    reader = read(changes_page(new))
    assert "Taken out" in reader.with_id(SIGNS).words
    assert "Added" in reader.with_id("new-part").words
    assert "Moved" in reader.with_id("when-to-call-calm").words


def test_links_contacts_and_sources_that_changed_are_listed():
    contact = dataclasses.replace(TEXTS["en"].sections[2].contacts[0], general_phone="612-555-0100")
    page = changes_page(
        changed(
            index=2, contacts=(contact,), sources=(), body='<p><a href="/s/x-part/">Call</a></p>'
        )
    )
    words = read(page).with_id("when-to-call-ask").words
    assert "Phone (Minneapolis 311): [removed: 612-673-3000][added: 612-555-0100]" in words
    assert "Contact (The Advocates): [removed: The Advocates]" in words
    assert "Source: [removed: City of Minneapolis: What to say]" in words
    assert "Link: [added: /s/x-part/]" in words


def test_translation_that_went_stale_without_a_new_word_is_in_the_comparison():
    english = changed(body="<p>New.</p>", digest="d1:new")
    page = changes_page(
        TEXTS["es"],
        "es",
        new_english=english,
        now=old_version(TEXTS, sections=states(TEXTS, when_to_call_signs=Shown("stale", LATER))),
    )
    words = read(page).with_id(SIGNS).words
    assert "Esta traducción es más antigua" in words
    assert "Las palabras aquí son las mismas." in words


def test_withheld_translation_is_compared_in_marked_english():
    english = changed(body="<ul><li>You hear shots.</li></ul>", digest="d1:new")
    page = changes_page(
        TEXTS["es"],
        "es",
        new_english=english,
        now=old_version(TEXTS, sections=states(TEXTS, when_to_call_signs=Shown("withheld", LATER))),
    )
    assert '<div class="words" lang="en" dir="ltr">' in page.html
    assert '<del><span class="vh" lang="es">[quitado: </span>gunshots<' in page.html
    assert "Oye disparos." not in page.html


def test_comparison_warns_of_text_that_must_not_be_followed():
    page = changes_page(
        changed(heading="Call 911 at once if"),
        old=old_version(TEXTS, 1, replaced={SIGNS: LATER}),
    )
    assert "The older text: Do not follow this. It was replaced on April 1, 2026." in page.html


def test_added_section_brings_its_kind_links_contacts_and_sources():
    head, *others = TEXTS["es"].sections
    added = dataclasses.replace(TEXTS["es"].sections[2], key="new-part")
    english = dataclasses.replace(
        TEXTS["en"],
        sections=(
            *TEXTS["en"].sections,
            dataclasses.replace(TEXTS["en"].sections[2], key="new-part"),
        ),
    )
    new = dataclasses.replace(TEXTS["es"], sections=(head, *others, added))
    now = old_version(TEXTS, sections=states(TEXTS | {"es": new}))
    words = read(changes_page(new, "es", new_english=english, now=now)).with_id("new-part").words
    assert "Se agregó" in words
    assert "Tipo: [agregado: Cuándo llamar al 311]" in words
    assert "Enlace: [agregado: tel:612-673-3000]" in words
    assert "Contacto (Minneapolis 311): [agregado: Minneapolis 311]" in words
    assert "Fuente: [agregado: City of Minneapolis: What to say]" in words


def test_retired_section_takes_its_contacts_along_and_says_what_replaced_it():
    head, signs, ask, calm = TEXTS["en"].sections
    new = dataclasses.replace(TEXTS["en"], sections=(head, signs, calm))
    gone = Retired(ask.key, LATER, calm.key, "")
    page = changes_page(new, guide=guide_frame(TEXTS, retired=(gone,)))
    reader = read(page)
    words = reader.with_id(ask.key).words
    assert "Taken out" in words
    assert "This part was replaced on April 1, 2026." in words
    assert "Contact (The Advocates): [removed: The Advocates]" in words
    assert 'href="/en/s/when-to-call-calm/"' in page.html


def test_source_with_another_address_or_date_is_a_change():
    (source,) = TEXTS["en"].sections[2].sources
    moved = dataclasses.replace(source, url="https://example.org/new/")
    words = read(changes_page(changed(index=2, sources=(moved,)))).with_id("when-to-call-ask").words
    assert "[removed: www.minneapolismn.gov/911][added: example.org/new]" in words


def test_languages_owner_and_sources_of_a_contact_are_compared():
    contact, other = TEXTS["en"].sections[2].contacts
    sources = TEXTS["en"].sections[2].sources
    contact = dataclasses.replace(contact, spoken=("en", "so"), city_run=False, sources=sources)
    page = changes_page(changed(index=2, contacts=(contact, other)))
    words = read(page).with_id("when-to-call-ask").words
    assert "Languages (Minneapolis 311): English, [removed: Español][added: Soomaali]" in words
    assert "Contact (Minneapolis 311): [removed: Run by the city.]" in words
    assert "Contact (Minneapolis 311): [added: Independent. Not run by the city.]" in words
    assert "Source (Minneapolis 311): [added: City of Minneapolis: What to say]" in words


def test_addresses_and_numbers_are_in_order_among_right_to_left_words():
    body = '<p><a href="https://example.org/a/">هنا</a></p>'
    page = changes_page(changed("ar", index=3, body=body), "ar", new_english=TEXTS["en"])
    row = next(part for part in page.html.split("<li>") if "example.org" in part)
    assert '<span dir="ltr"><ins>' in row
