"""Marking a translation in the draft as reviewed, without changing a word of it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import ContactContent, Provenance, SectionContent
from guidance.domain.text.digests import words_digest
from guidance.models import Contact, Event, Section
from guidance.models.columns import columns_of, read_text, read_words
from guidance.publishing.errors import Issue, NotAllowed, Refused, WrongState
from guidance.publishing.history import record
from guidance.publishing.people.permissions import Act, require
from guidance.queries.published import live_contacts, published_guide

REVIEWED = "reviewed translation"
"""The verb of the event that says who has reviewed which words, and when."""


@transaction.atomic
def mark_reviewed(*, by: User, cell: CellId, read: str) -> Event:
    """Say, knowing the language, that a translation in the draft says what its English says.

    ``read`` is ``words_digest`` of the words that ``by`` has read. Like every change of the draft
    it reaches readers once it is submitted, approved and published. Raises NotAllowed, also for
    whoever wrote the words, WrongState where they have changed or are reviewed, and Refused where
    they were made from other English than is published now.
    """
    require(by, Act.MARK_REVIEWED, cell.language)
    row = _row(cell)
    words = read_words(row, cell.language)
    language = BY_CODE[cell.language].english_name
    if not any(words) or words_digest(*words) != read:
        raise WrongState("The text has been changed since you read it. Read it again, then say so.")
    if read_text(row, "provenance", cell.language) == Provenance.REVIEWED:
        raise WrongState(f"The {language} of {cell.text} is reviewed already.")
    if read_text(row, "made_from", cell.language) != _live_english(row):
        message = (
            f"The {language} of {cell.text} was made from other English than is published now. "
            "Bring it up to date first."
        )
        raise Refused([Issue("reviewed", cell.key, message, cell)])
    if _last_writer(cell) == by.pk:
        raise NotAllowed(
            "You wrote these words yourself. Another person who knows the language reviews them."
        )
    now = timezone.now()
    type(row).objects.filter(pk=row.pk).update(
        **columns_of({"provenance": Provenance.REVIEWED}, cell.language)
    )
    return record(
        at=now,
        by=by,
        verb=REVIEWED,
        guide=row.guide if isinstance(row, Section) else None,
        subject=str(cell)[:120],
        cells=[str(cell)],
        words=read,
    )


def _row(cell: CellId) -> Section | Contact:
    if cell.language in {"", SOURCE} or cell.language not in BY_CODE or cell.aspect != "words":
        raise Refused([Issue("reviewed", cell.key, f"{cell} is no translation.", cell)])
    rows = Section.objects.filter(retired_at=None) if cell.subject == "section" else Contact.objects
    row = rows.select_for_update(of=("self",), no_key=True).filter(key=cell.key).first()
    if row is None:
        raise Refused([Issue("reviewed", cell.key, f"There is no {cell.text} here.", cell)])
    return row


def _live_english(row: Section | Contact) -> str:
    """Return the digest of the published English of a section or contact; ``-`` for none."""
    published: SectionContent | ContactContent | None
    if isinstance(row, Section):
        content, _ = published_guide(row.guide)
        published = content.section(row.key) if content else None
    else:
        published = live_contacts([row.key]).get(row.key)
    return published.digest(SOURCE) if published else "-"


def _last_writer(cell: CellId) -> int | None:
    """Return the id of whoever last saved words of a cell; None where nobody has."""
    saved = Event.objects.filter(verb="saved", data__cells__icontains=f'"{cell}"')
    return saved.order_by("-pk").values_list("actor_id", flat=True).first()
