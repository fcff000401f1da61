"""Publishing: what was approved becomes the next edition. One transaction, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.text.cells import Cell
from guidance.domain.text.compose import compose, compose_contacts, live_value, moved
from guidance.domain.text.content import ContactContent, GuideContent
from guidance.domain.text.frozen import GuideText
from guidance.domain.translation.english_changes import EnglishDifference, english_differences
from guidance.models import Contact, Edition, Event, Guide, Submission
from guidance.publishing.draft.successors import leading_nowhere
from guidance.publishing.errors import Issue, Moved, MovedCell, Refused, WrongState
from guidance.publishing.history import record_submission, take_release
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require
from guidance.publishing.publication.contacts import guides_showing, publish_contact
from guidance.publishing.publication.edition import (
    EditionDetails,
    english_changes,
    write_edition,
)
from guidance.publishing.publication.working_copy import update_working_copy
from guidance.publishing.submission.cells import release_cells
from guidance.publishing.submission.checks import unfounded_translations
from guidance.publishing.submission.review import locked
from guidance.queries.published import live_contacts, published_english, published_guide
from guidance.queries.submitted import cells_of


@dataclass(frozen=True, slots=True)
class _Publication:
    """A submission with the companions that go out with it, and the live texts they change.

    ``guide`` is None for a submission of contacts; ``guides`` are all those that get an edition.
    """

    submission: Submission
    companions: Sequence[Submission]
    cells: Sequence[Cell]
    guide: Guide | None
    guides: Sequence[Guide]
    live: GuideContent | None
    live_texts: Mapping[str, GuideText]
    contacts: Mapping[str, ContactContent]


@transaction.atomic
def publish(*, by: User, submission: Submission, put_back: bool = False) -> list[Edition]:
    """Publish an approved submission: exactly its cells, onto what is live now.

    Its approved companions go out in the same versions. ``put_back`` says that a guide which was
    taken down is meant to come back on the site.

    Returns the editions written: one for a guide's submission, for contacts one for each live guide
    that shows them. Raises NotAllowed; WrongState if it is not approved, or waits for the English
    it translates; Moved if live text changed under any of its cells; Refused for a translation of
    English that was never published, a guide that would come back without ``put_back``, and
    sections that would name only each other as what replaces them. Then nothing has changed.
    """
    require(by, Act.PUBLISH)
    # Contacts, then guides, then submissions are locked, as everywhere.
    guides = _locked_guides(submission)
    submission = locked(
        submission, {Submission.State.APPROVED, Submission.State.FAILED}, "published"
    )
    publication = _load(submission, guides, put_back=put_back)
    differences = _checked(publication)
    now = timezone.now()
    editions = _write(publication, differences, by=by, at=now)
    events = [
        _mark_published(row, by=by, at=now, editions=editions)
        for row in (submission, *publication.companions)
    ]
    take_release(events[0], touched=guides)
    return editions


def _locked_guides(submission: Submission) -> list[Guide]:
    """Lock the guides that get an edition, in order of id, and the contacts before them."""
    rows = for_update(Guide).order_by("pk")
    if submission.guide_id:
        return list(rows.filter(pk=submission.guide_id))
    keys = {cell.id.key for cell in cells_of(submission)}
    contacts = for_update(Contact)
    list(contacts.filter(key__in=keys).order_by("pk"))
    # All are locked before it is asked which show the contact: one that is coming live waits for
    # this, or this for it.
    locked_rows = list(rows)
    using = guides_showing(keys)
    return [row for row in locked_rows if row.pk in using]


def _load(submission: Submission, guides: Sequence[Guide], *, put_back: bool) -> _Publication:
    """Lock the companions and read what is live. Raises WrongState or Refused if it may not go out.

    The submission and its guides must be locked.
    """
    parent = submission.goes_with
    if parent is not None and parent.state in Submission.HOLDING:
        raise WrongState(
            f"This translates the English of submission #{parent.pk}. "
            f"It goes out when #{parent.pk} is published."
        )
    guide = next((row for row in guides if row.pk == submission.guide_id), None)
    if guide is not None and guide.withdrawn_at and not put_back:
        problem = (
            "This guide is taken down. Publishing puts it back on the site: tick that you mean "
            "that."
        )
        raise Refused([Issue("put_back", guide.key, problem)])
    rows = submission.companions.select_for_update(of=("self",), no_key=True)
    companions = list(rows.filter(state=Submission.State.APPROVED).order_by("pk"))
    cells = [cell for row in (submission, *companions) for cell in cells_of(row)]
    contacts = live_contacts()
    live, live_texts = published_guide(guide) if guide else (None, {})
    return _Publication(
        submission=submission,
        companions=companions,
        cells=cells,
        guide=guide,
        guides=guides,
        live=live,
        live_texts=live_texts,
        contacts=contacts,
    )


def _checked(publication: _Publication) -> list[EnglishDifference]:
    """Check the cells against what is live now, and return what they do to its English.

    Raises Moved and Refused as ``publish`` does.
    """
    cells = publication.cells
    _require_unmoved(publication)
    differences = english_differences(publication.live, publication.contacts, cells)
    issues = unfounded_translations(
        cells,
        published_english(publication.submission.guide, [cell.id for cell in cells]),
        {difference.text: {difference.new} for difference in differences},
    )
    # Unfounded translations are mended first: only then is it asked what replaces what.
    found = list(issues) or list(leading_nowhere(cells))
    if found:
        raise Refused(found)
    return differences


def _require_unmoved(publication: _Publication) -> None:
    live, contacts = publication.live, publication.contacts
    added = {cell.id.key for cell in publication.cells if cell.id.aspect == "add"}
    gone = [
        MovedCell(cell.id, cell.value, live_value(cell.id, live, contacts))
        for cell in publication.cells
        if moved(cell, live, contacts) or _section_is_gone(cell, live, added)
    ]
    if gone:
        raise Moved(gone)


def _section_is_gone(cell: Cell, live: GuideContent | None, added: set[str]) -> bool:
    """Tell whether a cell's section was retired since it was submitted."""
    if cell.id.subject != "section" or cell.id.key in added:
        return False
    return live is None or live.section(cell.id.key) is None


def _write(
    publication: _Publication, differences: Sequence[EnglishDifference], *, by: User, at: datetime
) -> list[Edition]:
    """Write the guide's next edition, or the contacts and the next edition of each guide."""
    submission, cells = publication.submission, publication.cells
    severities = {text: entry["declared"] for text, entry in submission.severities.items()}
    details = EditionDetails(
        note=submission.note,
        at=at,
        changes=english_changes(differences, severities),
        submission=submission,
        publisher=by,
    )
    if publication.guide:
        after = compose(publication.live or GuideContent(publication.guide.key), cells)
        edition = write_edition(
            publication.guide, after, publication.contacts, publication.live_texts, details
        )
        update_working_copy(publication.guide, after, at=at, cells=cells)
        return [edition]
    contacts = compose_contacts(publication.contacts, cells)
    for key in sorted({cell.id.key for cell in cells}):
        publish_contact(
            Contact.objects.get(key=key),
            contacts[key],
            severity=severities.get(f"contact/{key}", ""),
            at=at,
            submission=submission,
        )
    return [_write_again(guide, contacts, details) for guide in publication.guides]


def _write_again(
    guide: Guide, contacts: Mapping[str, ContactContent], details: EditionDetails
) -> Edition:
    """Write the next edition of a guide whose own words stay, with contacts as they are now."""
    live, texts = published_guide(guide)
    if live is None:
        raise RuntimeError(f"{guide} is live but has no edition")
    shown = {f"contact/{key}" for section in live.sections for key in section.general.contacts}
    changes = {text: change for text, change in details.changes.items() if text in shown}
    return write_edition(guide, live, contacts, texts, replace(details, changes=changes))


def _mark_published(
    submission: Submission, *, by: User, at: datetime, editions: Sequence[Edition]
) -> Event:
    submission.state = Submission.State.PUBLISHED
    submission.publisher, submission.published_at = by, at
    submission.failure = ""
    submission.save(update_fields=["state", "publisher", "published_at", "failure"])
    release_cells(submission)
    return record_submission(
        submission,
        at=at,
        by=by,
        verb="published",
        reason=submission.note,
        editions=[f"{edition.guide.key}/{edition.number}" for edition in editions],
    )
