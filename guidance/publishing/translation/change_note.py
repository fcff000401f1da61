"""The note of a version in another language: added when it is ready, delaying nothing."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import TRANSLATED_CODES
from guidance.domain.text.markup import collapse
from guidance.models import ChangeNoteTranslation, Edition, Guide
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.history import record, take_release
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require

LONGEST = 2000
"""How many characters a translated note may have."""


@transaction.atomic
def translate_note(
    *, by: User, edition: Edition, language: str, note: str
) -> ChangeNoteTranslation:
    """Add the note of a version in another language; readers of its history see it at once.

    The latest of a language counts. Raises NotAllowed, and Refused for an unknown language, no
    words or too many, and for what stands there already.
    """
    require(by, Act.TRANSLATE_NOTE, language)
    guide = for_update(Guide).get(pk=edition.guide_id)
    said = collapse(note)
    issues = []
    if language not in TRANSLATED_CODES:
        issues.append(Issue("language", language, "Choose a language other than English."))
    if not said:
        issues.append(Issue("note", language, "Write the note in this language."))
    elif len(said) > LONGEST:
        issues.append(Issue("note", language, f"This is too long: at most {LONGEST} letters fit."))
    standing = edition.note_translations.filter(language=language).order_by("pk").last()
    if standing is not None and standing.note == said:
        issues.append(Issue("note", language, "This is what readers see now."))
    if issues:
        raise Refused(issues)
    event = record(
        at=timezone.now(),
        by=by,
        verb="translated change note",
        guide=guide,
        subject=f"version {edition.number} {language}",
        reason=said,
    )
    row = ChangeNoteTranslation.objects.create(
        edition=edition, language=language, note=said, event=event
    )
    take_release(event, touched=[guide])
    return row
