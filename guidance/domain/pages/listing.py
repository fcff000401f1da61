"""A guide as lists show it, and how its translations stand: made from texts and what is shown."""

from collections import Counter
from collections.abc import Mapping, Sequence

from guidance.domain.languages import CODES, SOURCE, TRANSLATED_CODES
from guidance.domain.pages.frame import (
    GuideEntry,
    Heading,
    LanguageProgress,
    Parts,
    Progress,
    Title,
)
from guidance.domain.text.frozen import GuideText
from guidance.domain.translation.visibility import Shown


def guide_entry(
    key: str,
    slug: str,
    texts: Mapping[str, GuideText],
    sections: Mapping[str, Mapping[str, Shown]],
) -> GuideEntry:
    """Return a guide as lists show it: titles and headings, each with what is shown of it."""
    english = texts[SOURCE]
    titles: dict[str, Title] = {}
    headings: dict[str, tuple[Heading, ...]] = {}
    for code in CODES:
        text = texts.get(code, english)
        shown_there = {} if code == SOURCE else sections.get(code, {})
        missing = Shown("own" if code == SOURCE else "missing")
        titles[code] = Title(
            text.head.heading, text.head.body, shown_there.get(text.head.key, missing)
        )
        headings[code] = tuple(
            Heading(own.key, own.heading)
            if shown_there.get(own.key, missing).is_translation
            else Heading(own.key, of_english.heading, english=True)
            for own, of_english in zip(text.sections[1:], english.sections[1:], strict=True)
        )
    return GuideEntry(key, slug, titles, headings)


def progress(
    texts: Mapping[str, GuideText], sections: Mapping[str, Mapping[str, Shown]]
) -> Progress:
    """Return how a guide stands in every language, from its texts and what is shown of them."""
    keys = [section.key for section in texts[SOURCE].sections]
    return Progress(
        {
            code: _language_progress(keys, texts.get(code), sections.get(code, {}))
            for code in TRANSLATED_CODES
        }
    )


def _language_progress(
    keys: Sequence[str], text: GuideText | None, sections: Mapping[str, Shown]
) -> LanguageProgress:
    shown = Counter(
        (each.how, each.since) for each in (sections.get(key, Shown("missing")) for key in keys)
    )
    made = Counter(str(section.provenance) for section in (text.sections if text else ()))
    return LanguageProgress(
        len(keys),
        tuple(
            Parts(how, since, count)
            for (how, since), count in sorted(
                shown.items(), key=lambda each: (each[0][0], str(each[0][1] or ""))
            )
        ),
        {name: count for name, count in sorted(made.items()) if name},
    )
