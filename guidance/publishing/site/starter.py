"""Loading the starter content, as the system: the one publication without persons."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import SOURCE
from guidance.domain.text.content import GENERAL, ContactContent, GuideContent, Kind
from guidance.models import (
    FRONT_KEY,
    ChangeNoteTranslation,
    Contact,
    Guide,
    LanguageOffer,
    Section,
    Slug,
)
from guidance.publishing.draft.changes import columns_of
from guidance.publishing.errors import Refused
from guidance.publishing.history import record, take_release
from guidance.publishing.publication.edition import Persons, english_changes, write_edition
from guidance.publishing.publication.publish import bring_working_copy_up, point_contact
from guidance.publishing.site.guides import slug_issues
from guidance.queries.published import live_contacts


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
            continue
        row = Contact.objects.create(key=contact.key, **_contact_columns(contact))
        point_contact(row, contact, severity="", at=now, submission=None)
        loaded.contacts.append(contact.key)
    new = [guide for guide in guides if not _exists(guide, loaded)]
    rows = [_new_guide(guide) for guide in new]
    if not (rows or loaded.contacts):
        return loaded
    event = record(
        at=now,
        by=None,
        verb="loaded starter content",
        guides=[guide.content.key for guide in new],
        contacts=loaded.contacts,
    )
    known = live_contacts()
    for guide, row in zip(new, rows, strict=True):
        content = guide.content
        added = [(f"section/{item.key}", "", item.digest(SOURCE)) for item in content.sections]
        edition = write_edition(
            guide=row,
            content=content,
            contacts=known,
            live_texts={},
            changes=english_changes(added, {}),
            note=guide.notes[SOURCE],
            at=now,
            submission=None,
            persons=Persons(),
        )
        ChangeNoteTranslation.objects.bulk_create(
            ChangeNoteTranslation(edition=edition, language=code, note=note, event=event)
            for code, note in guide.notes.items()
            if code != SOURCE
        )
        bring_working_copy_up(row, content, at=now)
        loaded.guides.append(content.key)
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
        columns = columns_of(section.general, GENERAL)
        for code, words in section.words.items():
            columns |= columns_of(words, code)
        kind = columns.pop("kind", Kind.TEXT)
        Section.objects.create(key=section.key, guide=row, position=position, kind=kind, **columns)
    return row


def _contact_columns(contact: ContactContent) -> dict[str, object]:
    columns = columns_of(contact.general, GENERAL)
    for code, words in contact.words.items():
        columns |= columns_of(words, code)
    return columns
