"""Events as pages list them: what one person saved again and again stands once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from guidance.admin.words import all_in_words
from guidance.models import Event

_PAUSE = timedelta(minutes=15)


@dataclass(slots=True)
class ListedEvent:
    """An event, or the last of a run of saves of the same text by one person.

    The desk saves every few seconds while somebody writes. History keeps each save, with who and
    when, and the download lists each; on a page they would bury everything else. ``about`` says in
    words what it was done to.
    """

    event: Event
    since: datetime
    times: int = 1
    about: str = ""


def listed(events: Iterable[Event]) -> list[ListedEvent]:
    """Return some events as pages list them, in their order (newest first)."""
    found: list[ListedEvent] = []
    for event in events:
        last = found[-1] if found else None
        if last and _goes_on(event, last):
            last.since = event.at
            last.times += 1
        else:
            found.append(ListedEvent(event, event.at))
    for each, about in zip(found, all_in_words([row.event.subject for row in found]), strict=True):
        each.about = about
    return found


def _goes_on(event: Event, last: ListedEvent) -> bool:
    return (
        event.verb == last.event.verb == "saved"
        and event.actor_id == last.event.actor_id
        and event.subject == last.event.subject
        and last.since - event.at <= _PAUSE
    )
