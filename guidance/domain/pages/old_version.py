"""The frame of an old version: what was shown then, and what must not be followed now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from guidance.domain.languages import SOURCE
from guidance.domain.pages.frame import OldVersion
from guidance.domain.text.frozen import GuideText
from guidance.domain.translation.freshness import EnglishChange, State, freshness
from guidance.domain.translation.visibility import Changes, Decisions, shown_in_guide


def old_version(
    *,
    number: int,
    released: datetime,
    texts: Mapping[str, GuideText],
    standing: GuideText,
    changes: Changes,
    contact_changes: Changes,
    decisions: Decisions,
) -> OldVersion:
    """Return the frame of an old version: states as of then, and what must not be followed now.

    ``texts`` are that version's; ``standing`` is the English of the guide's last one. ``changes``
    are all of the guide's, up to today.
    """
    until = {
        text: tuple(change for change in entries if change.number <= number)
        for text, entries in changes.items()
    }
    contacts_until = {
        key: tuple(change for change in entries if change.at <= released)
        for key, entries in contact_changes.items()
    }
    then_shown = shown_in_guide(texts, until, contacts_until, decisions)
    then = texts[SOURCE].sections
    now = {section.key for section in standing.sections}
    return OldVersion(
        number=number,
        released=released,
        sections=then_shown.sections,
        contacts=then_shown.contacts,
        replaced={
            section.key: at
            for section in then
            if (at := _made_dangerous(changes.get(f"section/{section.key}", ()), number))
            is not None
        },
        replaced_contacts={
            contact.key: at
            for section in then
            for contact in section.contacts
            if (at := _since_dangerous(contact_changes.get(contact.key, ()), contact.digest))
            is not None
        },
        gone=tuple(section.key for section in then if section.key not in now),
    )


def _made_dangerous(changes: Sequence[EnglishChange], number: int) -> datetime | None:
    """Return when a safety change since replaced the English of version ``number``, if one did."""
    then = next((change for change in reversed(changes) if change.number <= number), None)
    return None if then is None else _since_dangerous(changes, then.digest)


def _since_dangerous(changes: Sequence[EnglishChange], english: str) -> datetime | None:
    """Return when a safety change replaced published English (a digest), if one did.

    The old English is judged as a translation made from it would be, so that English which says
    the same again is no danger.
    """
    if english not in {change.digest for change in changes}:
        return None
    fresh = freshness(changes, made_from=english, has_text=True)
    return fresh.since if fresh.state is State.WITHHELD else None
