"""Guides, frames and states made by hand, to render pages from."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from guidance.domain.languages import CODES, TRANSLATED_CODES
from guidance.domain.pages.frame import (
    GuideEntry,
    GuideFrame,
    OldVersion,
    SiteFrame,
    Title,
    Version,
)
from guidance.domain.text.content import (
    ContactContent,
    ContactGeneral,
    ContactWords,
    General,
    GuideContent,
    Kind,
    Provenance,
    SectionContent,
    Source,
    Words,
)
from guidance.domain.text.frozen import GuideText, embed, split
from guidance.domain.translation.visibility import Shown

PUBLIC_URL = "https://safety.example.org"
RELEASED = datetime(2026, 3, 5, 3, 0, tzinfo=UTC)
"""Still March 4 in Minneapolis."""

SOURCE_PAGE = Source(
    "City of Minneapolis: What to say", "https://www.minneapolismn.gov/911/", date(2026, 11, 22)
)

CONTACTS = {
    "911": ContactContent(
        "911",
        ContactGeneral(phone="911", city_run=True, sources=(SOURCE_PAGE,)),
        {
            "en": ContactWords("911", "<p>Help in an emergency.</p>"),
            "es": ContactWords("911", "<p>Ayuda en una emergencia.</p>"),
            "ar": ContactWords("911", "<p>المساعدة في حالات الطوارئ.</p>"),
        },
    ),
    "311": ContactContent(
        "311",
        ContactGeneral(
            phone="612-673-3000",
            hours="Monday to Friday, 7 a.m. to 7 p.m.",
            web="https://www.minneapolismn.gov/report-an-issue/",
            spoken=("en", "es"),
            city_run=True,
        ),
        {
            "en": ContactWords("Minneapolis 311", "<p>Answers questions.</p>"),
            "es": ContactWords("Minneapolis 311", "<p>Responde preguntas.</p>", "612-673-2700"),
            "ar": ContactWords("Minneapolis 311", "<p>يجيب عن الأسئلة.</p>"),
        },
    ),
    "advocates": ContactContent(
        "advocates",
        ContactGeneral(phone="612-341-9845", web="https://theadvocates.example/"),
        {
            "en": ContactWords("The Advocates", "<p>Helps with asylum.</p>"),
            "es": ContactWords("The Advocates", "<p>Ayuda con el asilo.</p>"),
        },
    ),
}


def words(english: str, spanish: str = "", arabic: str = "") -> dict[str, tuple[str, str]]:
    """Return heading and body by language from ``heading|body`` in each."""
    given = {"en": english, "es": spanish, "ar": arabic}
    return {
        code: (text.split("|", 1)[0], text.split("|", 1)[1]) for code, text in given.items() if text
    }


def section(
    key: str,
    kind: Kind,
    texts: Mapping[str, tuple[str, str]],
    *,
    contacts: tuple[str, ...] = (),
    sources: tuple[Source, ...] = (SOURCE_PAGE,),
) -> SectionContent:
    """Return a section; all but its English was made by a computer."""
    return SectionContent(
        key,
        General(kind, contacts, sources),
        {
            code: Words(
                heading, body, provenance=Provenance.MACHINE if code != "en" else Provenance.NONE
            )
            for code, (heading, body) in texts.items()
        },
    )


def small_guide(key: str = "when-to-call") -> GuideContent:
    """Return a guide with a title and a section of most kinds, in English, Spanish and Arabic."""
    return GuideContent(
        key,
        (
            section(
                f"head-{key}",
                Kind.HEAD,
                words(
                    "When to call|<p>Which number to call.</p>",
                    "Cuándo llamar|<p>A qué número llamar.</p>",
                    "متى تتصل|<p>أي رقم تتصل به.</p>",
                ),
            ),
            section(
                f"{key}-signs",
                Kind.CALL_911,
                words(
                    "Call 911 now if|<ul><li>You hear gunshots.</li></ul>"
                    f'<p><a href="/s/{key}-calm/">Stay calm</a></p>',
                    "Llame al 911 si|<ul><li>Oye disparos.</li></ul>",
                    "اتصل إذا|<ul><li>سمعت طلقات نارية.</li></ul>",
                ),
                contacts=("911",),
            ),
            section(
                f"{key}-ask",
                Kind.CALL_311,
                words(
                    'Ask 311|<p>Call <a href="tel:612-673-3000">612-673-3000</a>.</p>',
                    'Pregunte|<p>Llame al <a href="tel:612-673-3000">612-673-3000</a>.</p>',
                    "اسأل|<p>اتصل بالرقم 612-673-3000.</p>",
                ),
                contacts=("311", "advocates"),
            ),
            section(
                f"{key}-calm",
                Kind.DO,
                words(
                    'Stay calm|<p>See <a href="/s/other-part/">more</a>.</p>',
                    "Mantenga la calma|<p>La seguridad primero.</p>",
                    "ابق هادئا|<p>السلامة أولا.</p>",
                ),
            ),
        ),
    )


def texts_of(
    guide: GuideContent, contacts: Mapping[str, ContactContent] = CONTACTS
) -> dict[str, GuideText]:
    """Return a guide's text by language, as if just published."""
    return split(guide, contacts, live={})


def states(texts: Mapping[str, GuideText], **changed: Shown) -> dict[str, dict[str, Shown]]:
    """What is shown of every section, by language; ``changed`` by key with ``_`` for ``-``."""
    by_name = {name.replace("_", "-"): shown for name, shown in changed.items()}
    return {
        code: {
            part.key: by_name.get(
                part.key,
                Shown("missing") if part.is_empty() else Shown("own", machine=True),
            )
            for part in texts[code].sections
        }
        for code in TRANSLATED_CODES
    }


def contact_states(
    contacts: Mapping[str, ContactContent] = CONTACTS,
) -> dict[str, dict[str, Shown]]:
    """Return what is shown of every contact, by language."""
    return {
        code: {
            key: Shown("own", machine=True) if embed(contact, code).heading else Shown("missing")
            for key, contact in contacts.items()
        }
        for code in TRANSLATED_CODES
    }


def version(number: int, **values: object) -> Version:
    """Return a version of the history."""
    given = {
        "released": RELEASED,
        "note": f"Note {number}",
        "notes": {},
        "changed_for": CODES,
        "severity": None,
    }
    return Version(number=number, **{**given, **values})


def guide_frame(
    texts: Mapping[str, GuideText], *, live: int | None = 3, **values: object
) -> GuideFrame:
    """Return the frame of a guide whose live version is 3."""
    key = texts["en"].guide
    given = {
        "slug": key,
        "released": RELEASED,
        "versions": (version(3), version(2), version(1)),
        "sections": states(texts),
        "contacts": contact_states(),
    }
    return GuideFrame(key=key, live=live, **{**given, **values})


def old_version(texts: Mapping[str, GuideText], number: int = 2, **values: object) -> OldVersion:
    """Return the frame of an old version."""
    given = {"released": RELEASED, "sections": states(texts), "contacts": contact_states()}
    return OldVersion(number=number, **{**given, **values})


def site_frame(*texts: Mapping[str, GuideText], **values: object) -> SiteFrame:
    """Return a site that offers three languages and lists these guides."""
    given = {
        "demonstration": True,
        "offered": ("en", "es", "ar"),
        "guides": tuple(_entry(by_language) for by_language in texts),
        "contacts": CONTACTS,
        "contact_states": {},
    }
    return SiteFrame(**{**given, **values})


def _entry(texts: Mapping[str, GuideText]) -> GuideEntry:
    titles = {
        code: Title(
            text.head.heading,
            text.head.body,
            Shown("missing") if text.head.is_empty() else Shown("own"),
        )
        for code, text in texts.items()
    }
    return GuideEntry(texts["en"].guide, texts["en"].guide, titles)
