"""Writing an edition: the part that publishing a submission and loading the starter share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User

from guidance.domain.text.content import ContactContent, GuideContent
from guidance.domain.text.digests import digest, frozen_digest
from guidance.domain.text.frozen import GuideText, split
from guidance.models import Edition, EditionText, FrozenText, Guide, Submission


@dataclass(frozen=True, slots=True)
class Persons:
    """Who stands behind an edition; none of them for the starter content."""

    submitter: User | None = None
    approver: User | None = None
    publisher: User | None = None


def write_edition(
    *,
    guide: Guide,
    content: GuideContent,
    contacts: Mapping[str, ContactContent],
    live_texts: Mapping[str, GuideText],
    changes: Mapping[str, Mapping[str, str]],
    note: str,
    at: datetime,
    submission: Submission | None,
    persons: Persons,
) -> Edition:
    """Write a guide's next edition and point the guide to it. The guide's row must be locked.

    ``changes`` is as ``Edition.changes`` describes; ``live_texts`` are those of the last edition.
    """
    last = guide.editions.order_by("-number").first()
    number = last.number + 1 if last else 1
    previous = last.digest if last else ""
    texts = {
        language: freeze_text(text.to_json())
        for language, text in split(content, contacts, live=live_texts).items()
    }
    edition = Edition.objects.create(
        guide=guide,
        number=number,
        released=at,
        changes=changes,
        note=note,
        submission=submission,
        submitter=persons.submitter,
        approver=persons.approver,
        publisher=persons.publisher,
        system=persons.publisher is None,
        urgent=submission.urgent if submission else False,
        previous_digest=previous,
        digest=edition_digest(guide.key, number, at, texts, changes, note, previous),
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
    """Store a text under the digest of its JSON, once, and give the digest."""
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
    """Give digest ``e1`` of an edition: what it says and the edition before it, no person."""
    return digest(
        "e1", [guide, number, at.isoformat(), sorted(texts.items()), changes, note, previous]
    )


def english_changes(
    differences: Iterable[tuple[str, str, str]], severities: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Give ``Edition.changes`` from (section or contact, old digest, new digest) and severities."""
    return {
        text: {"old": old, "new": new, "severity": severities.get(text, "")}
        for text, old, new in differences
    }
