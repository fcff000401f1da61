"""Events as pages show them: what one person saved again and again is one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from guidance.admin.words import all_in_words
from guidance.models import Event

_PAUSE = timedelta(minutes=15)


@dataclass(slots=True)
class Line:
    """An event, or the last of a run of saves of the same text by one person.

    The desk saves every few seconds while somebody writes. History keeps each save, with who and
    when, and the download lists each; on a page they would bury everything else. ``about`` says in
    words what it was done to.
    """

    event: Event
    since: datetime
    times: int = 1
    about: str = ""


def lines(events: Iterable[Event]) -> list[Line]:
    """Give the lines of some events, newest first."""
    found: list[Line] = []
    for event in events:
        last = found[-1] if found else None
        if last and _goes_on(event, last):
            last.since = event.at
            last.times += 1
        else:
            found.append(Line(event, event.at))
    for line, about in zip(found, all_in_words([row.event.subject for row in found]), strict=True):
        line.about = about
    return found


def _goes_on(event: Event, line: Line) -> bool:
    return (
        event.verb == line.event.verb == "saved"
        and event.actor_id == line.event.actor_id
        and event.subject == line.event.subject
        and line.since - event.at <= _PAUSE
    )
