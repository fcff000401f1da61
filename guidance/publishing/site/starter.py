"""Loading the starter content, as the system: the one publication without persons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import GENERAL, ContactContent, GuideContent, SectionContent
from guidance.domain.translation.english_changes import EnglishDifference
from guidance.models import (
    FRONT_KEY,
    ChangeNoteTranslation,
    Contact,
    Event,
    Guide,
    LanguageOffer,
    Section,
    Slug,
)
from guidance.publishing.errors import Refused
from guidance.publishing.history import record, take_release
from guidance.publishing.publication.contacts import publish_contact
from guidance.publishing.publication.edition import EditionDetails, english_changes, write_edition
from guidance.publishing.publication.working_copy import update_working_copy
from guidance.publishing.site.guides import slug_issues
from guidance.queries.published import live_contacts
from guidance.queries.working_copy import cell_columns


@dataclass(frozen=True, slots=True)
class NewGuide:
    """A guide to load: its content, address, place in lists and notes by language."""

    content: GuideContent
    slug: str
    position: int
    notes: dict[str, str]


@dataclass(slots=True)
class Loaded:
    """What was loaded and what was there already and left alone, by key."""

    guides: list[str] = field(default_factory=list)
    contacts: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


@transaction.atomic
def load(
    *, guides: Iterable[NewGuide], contacts: Iterable[ContactContent], offered: Iterable[str]
) -> Loaded:
    """Publish guides and contacts that do not exist yet; what exists is never touched.

    ``offered`` languages are offered if nobody has decided about them. Raises Refused if an address
    cannot be given to a guide; then nothing is loaded.
    """
    now = timezone.now()
    loaded = Loaded()
    for code in offered:
        LanguageOffer.objects.get_or_create(language=code, defaults={"offered": True})
    for contact in contacts:
        if Contact.objects.filter(key=contact.key).exists():
            loaded.left.append(f"contact {contact.key}")
        else:
            created = Contact.objects.create(key=contact.key, **_columns(contact))
            publish_contact(created, contact, severity="", at=now, submission=None)
            loaded.contacts.append(contact.key)
    new = [guide for guide in guides if not _exists(guide, loaded)]
    rows = [_new_guide(guide) for guide in new]
    if not (rows or loaded.contacts):
        return loaded
    loaded.guides += [guide.content.key for guide in new]
    event = record(
        at=now,
        by=None,
        verb="loaded starter content",
        guides=loaded.guides,
        contacts=loaded.contacts,
    )
    known = live_contacts()
    for guide, row in zip(new, rows, strict=True):
        _publish(guide, row, known, event)
    take_release(event, touched=rows)
    return loaded


def _exists(guide: NewGuide, loaded: Loaded) -> bool:
    exists = Guide.objects.filter(key=guide.content.key).exists()
    if exists:
        loaded.left.append(f"guide {guide.content.key}")
    return exists


def _new_guide(guide: NewGuide) -> Guide:
    content = guide.content
    row = Guide.objects.create(
        key=content.key,
        position=guide.position,
        base_order=[section.key for section in content.sections],
    )
    if content.key != FRONT_KEY:
        issues = slug_issues(guide.slug, None)
        if issues:
            raise Refused(issues)
        Slug.objects.create(slug=guide.slug, guide=row)
    for position, section in enumerate(content.sections):
        Section.objects.create(key=section.key, guide=row, position=position, **_columns(section))
    return row


def _publish(
    guide: NewGuide, row: Guide, contacts: Mapping[str, ContactContent], event: Event
) -> None:
    """Write the first edition of a guide, with its notes."""
    added = [
        EnglishDifference(CellId("section", each.key, "words", SOURCE), "", each.digest(SOURCE))
        for each in guide.content.sections
    ]
    details = EditionDetails(guide.notes[SOURCE], event.at, english_changes(added, {}))
    edition = write_edition(row, guide.content, contacts, {}, details)
    ChangeNoteTranslation.objects.bulk_create(
        ChangeNoteTranslation(edition=edition, language=code, note=note, event=event)
        for code, note in guide.notes.items()
        if code != SOURCE
    )
    update_working_copy(row, guide.content, at=event.at)


def _columns(content: SectionContent | ContactContent) -> dict[str, Any]:
    columns = cell_columns(content.general, GENERAL)
    for code, words in content.words.items():
        columns |= cell_columns(words, code)
    return columns
