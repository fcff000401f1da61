"""Writing an edition: the part that publishing a submission and loading the starter share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from guidance.domain.text.content import ContactContent, GuideContent
from guidance.domain.text.digests import digest, frozen_digest
from guidance.domain.text.frozen import GuideText, split
from guidance.domain.translation.english_changes import EnglishDifference
from guidance.models import Edition, EditionText, FrozenText, Guide, Submission


@dataclass(frozen=True, slots=True)
class EditionDetails:
    """What an edition says of itself beside its texts.

    ``changes`` is as ``Edition.changes`` describes. The starter content has no ``submission`` and
    no ``publisher``: it is the system that publishes it.
    """

    note: str
    at: datetime
    changes: Mapping[str, Mapping[str, str]]
    submission: Submission | None = None
    publisher: User | None = None


def write_edition(
    guide: Guide,
    content: GuideContent,
    contacts: Mapping[str, ContactContent],
    live_texts: Mapping[str, GuideText],
    details: EditionDetails,
) -> Edition:
    """Write a guide's next edition and point the guide to it. The guide's row must be locked.

    ``live_texts`` are those of the last edition: text that is the same keeps its digest.
    """
    last = guide.editions.order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = last.digest if last else ""
    texts = {
        language: freeze_text(text.to_json())
        for language, text in split(content, contacts, live=live_texts).items()
    }
    submission = details.submission
    edition = Edition.objects.create(
        guide=guide,
        number=number,
        released=details.at,
        changes=details.changes,
        note=details.note,
        submission=submission,
        submitter=submission.submitter if submission else None,
        approver=submission.approver if submission else None,
        publisher=details.publisher,
        system=details.publisher is None,
        urgent=submission.urgent if submission else False,
        previous_digest=previous,
        digest=edition_digest(
            guide.key, number, details.at, texts, details.changes, details.note, previous
        ),
    )
    EditionText.objects.bulk_create(
        EditionText(edition=edition, language=language, text_id=name)
        for language, name in texts.items()
    )
    guide.live_edition = edition
    guide.withdrawn_at, guide.withdrawn_reason = None, ""
    guide.save(update_fields=["live_edition", "withdrawn_at", "withdrawn_reason"])
    return edition


def freeze_text(json: str) -> str:
    """Store a text under the digest of its JSON, once, and return the digest."""
    name = frozen_digest(json)
    FrozenText.objects.bulk_create([FrozenText(digest=name, json=json)], ignore_conflicts=True)
    return name


def edition_digest(
    guide: str,
    number: int,
    at: datetime,
    texts: Mapping[str, str],
    changes: Mapping[str, Any],
    note: str,
    previous: str,
) -> str:
    """Return digest ``e1`` of an edition: what it says and the edition before it, no person."""
    return digest(
        "e1", [guide, number, at.isoformat(), sorted(texts.items()), changes, note, previous]
    )


def english_changes(
    differences: Iterable[EnglishDifference], severities: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Return ``Edition.changes``; ``severities`` has what was declared, by section or contact."""
    return {
        each.text: {"old": each.old, "new": each.new, "severity": severities.get(each.text, "")}
        for each in differences
    }
