"""Telling staff whether readers get what was published: a publication is done only then."""

import time
from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as in_format

from guidance.models import Edition, Release
from guidance.publishing.site.receipts import Sight, sight, visible_since
from guidance.release.taking.newest import newest_release
from guidance.serving.current import loader

PATIENCE = 5.0
"""Seconds that the answer to a publication waits for readers to have it."""

LOOKS_EVERY = 0.1


def newest_sight() -> Sight | None:
    """Return how far the newest release has come; None before the first."""
    number = newest_release()
    return sight(number) if number else None


def builder_works() -> bool:
    """Tell whether the builder of this node has shown itself lately."""
    return bool(loader().store.heard())


def say_when_visible(request: HttpRequest, number: int) -> None:
    """Wait a little until readers get a release, and say whether they do."""
    end = time.monotonic() + (PATIENCE if builder_works() else 0)
    seen = sight(number)
    while seen.since is None and time.monotonic() < end:
        time.sleep(LOOKS_EVERY)
        seen = sight(number)
    if seen.since:
        messages.success(request, in_words(seen))
    else:
        messages.warning(request, in_words(seen))


def in_words(seen: Sight) -> str:
    """Return one or two sentences for staff."""
    if seen.since:
        return f"Visible everywhere since {_at(seen.published, seen.since)}."
    if seen.asked:
        path, reason = next(iter(sorted(seen.missing.items())), ("", ""))
        others = len(seen.missing) - 1
        more = f" (and {others} more)" if others > 0 else ""
        return (
            f"Not done yet: readers do not get everything that was published. {path}: {reason}"
            f"{more}. It is tried again by itself."
        )
    if builder_works():
        return "Not done yet: it is on its way to readers."
    return (
        "Not done yet: it is stored, but the program that makes the public pages does not run "
        "here. Readers see what they saw before. Tell the person who runs the site."
    )


def editions_in_words(editions: Iterable[Edition]) -> dict[int, str]:
    """Return, by id, since when readers get each of these versions; nothing of starter content."""
    rows = {edition.released: edition for edition in editions if not edition.system}
    # A version is released in the transaction that takes the release, at the same moment.
    releases = dict(Release.objects.filter(at__in=rows).values_list("at", "number"))
    since = visible_since(releases.values())
    return {
        rows[at].pk: f"visible everywhere since {_at(at, since[number])}"
        if number in since
        else "not visible everywhere yet"
        for at, number in releases.items()
    }


def _at(published: datetime, since: datetime) -> str:
    """Return a time of day, with its date where that is another, and how long it took."""
    local = timezone.localtime(since)
    same = local.date() == timezone.localtime(published).date()
    shown = in_format(local, "g:i a" if same else "M j, g:i a")
    return f"{shown} ({(since - published).total_seconds():.1f} s)"
