"""Sections as a page shows them: the language's own words, or the English marked as such."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guidance.domain.languages import SOURCE
from guidance.domain.pages.frame import Removed
from guidance.domain.text.content import Kind, Source
from guidance.domain.text.frozen import EmbeddedContact, GuideText, Section
from guidance.domain.translation.visibility import Shown
from guidance.rendering.parts.bodies import body_html
from guidance.rendering.parts.contacts import ContactView, contact_view
from guidance.rendering.parts.dates import written
from guidance.rendering.parts.kinds import label
from guidance.rendering.parts.messages import OWN, english_marks
from guidance.rendering.parts.notices import do_not_follow, machine_notice, notice, removed_notices
from guidance.rendering.parts.phones import Lines311

States = Mapping[str, Mapping[str, Shown]]


@dataclass(frozen=True, slots=True)
class Reading:
    """How a guide is read: in which language, with which states, beside which numbers.

    ``here`` holds the keys that links within the page may lead to; ``removed`` is the frame's.
    ``replaced`` and ``gone`` are those of an old version, ``replaced_contacts`` too; a live page
    has none.
    """

    language: str
    sections: States
    contacts: States
    lines: Lines311
    here: frozenset[str] = frozenset()
    replaced: Mapping[str, datetime] = field(default_factory=dict)
    replaced_contacts: Mapping[str, datetime] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    removed: Mapping[str, Mapping[str, tuple[Removed, ...]]] = field(default_factory=dict)

    def marks(self, *, translated: bool) -> SafeString:
        """Return what has to mark words of this language, or of the English in their place."""
        return OWN if translated else english_marks(self.language)

    def of_section(self, key: str) -> Shown:
        return self._of(self.sections, key)

    def of_contact(self, key: str) -> Shown:
        return self._of(self.contacts, key)

    def removed_from(self, key: str, *, translated: bool) -> tuple[Removed, ...]:
        """Return what was removed from a section, of its translation or of its English."""
        return self.removed.get(self.language if translated else SOURCE, {}).get(key, ())

    def _of(self, states: States, key: str) -> Shown:
        if self.language == SOURCE:
            return Shown("own")
        return states.get(self.language, {}).get(key, Shown("missing"))


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source with its date in words."""

    title: str
    url: str
    collected: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section ready for its template. ``marks`` marks its words where they are English."""

    key: str
    kind: Kind
    label: str
    heading: str
    body: SafeString
    marks: SafeString
    notice: tuple[SafeString, ...]
    machine: bool
    contacts: tuple[ContactView, ...]
    sources: tuple[SourceView, ...]
    warning: str = ""
    gone: bool = False

    @property
    def machine_made(self) -> tuple[bool, ...]:
        """For every translated text in it, whether a computer alone made it."""
        own = () if self.marks else (self.machine,)
        return own + tuple(contact.machine for contact in self.contacts if not contact.marks)


def section_views(text: GuideText, english: GuideText, reading: Reading) -> tuple[SectionView, ...]:
    """Prepare the sections of a guide, the head first, in the order they stand."""
    views = [_view(section, english.section(section.key), reading) for section in text.sections]
    return tuple(views)


def page_machine_notice(
    views: tuple[SectionView, ...], reading: Reading
) -> tuple[SafeString, SafeString]:
    """Return the notice at the top of a page, and the one for each machine-made part.

    Both are empty where nothing on the page was made by a computer alone; the second is empty too
    where everything was, since the first says so already.
    """
    made = [machine for view in views for machine in view.machine_made]
    if reading.language == SOURCE or not any(made):
        return OWN, OWN
    if all(made):
        return machine_notice(), OWN
    return machine_notice(parts=True), machine_notice()


def _view(section: Section, english: Section | None, reading: Reading) -> SectionView:
    language = reading.language
    shown = reading.of_section(section.key)
    words = section if shown.is_translation or english is None else english
    told = notice(shown, language=language, lines=reading.lines)
    removed = reading.removed_from(section.key, translated=words is section)
    replaced = reading.replaced.get(section.key)
    return SectionView(
        key=section.key,
        kind=section.kind,
        label=label(section.kind),
        heading=words.heading,
        body=body_html(words.body, language=language, here=reading.here),
        marks=OWN if words is section else english_marks(language),
        notice=(*told, *removed_notices(removed, language)),
        machine=shown.machine and shown.is_translation,
        contacts=tuple(
            contact_view(
                contact,
                _same_contact(contact, english),
                language=language,
                shown=reading.of_contact(contact.key),
                lines=reading.lines,
                here=reading.here,
                told=told,
                replaced=reading.replaced_contacts.get(contact.key),
            )
            for contact in section.contacts
        ),
        sources=_sources(section, language),
        warning=do_not_follow(replaced, language) if replaced else "",
        gone=section.key in reading.gone,
    )


def _same_contact(contact: EmbeddedContact, english: Section | None) -> EmbeddedContact | None:
    contacts = english.contacts if english else ()
    return next((other for other in contacts if other.key == contact.key), None)


def _sources(section: Section, language: str) -> tuple[SourceView, ...]:
    """Return what a section and its contacts rest on, each source once."""
    sources: dict[Source, None] = dict.fromkeys(section.sources)
    for contact in section.contacts:
        sources.update(dict.fromkeys(contact.sources))
    return tuple(
        SourceView(
            source.title,
            source.url,
            gettext("collected on %(date)s") % {"date": written(source.collected, language)},
        )
        for source in sources
    )
