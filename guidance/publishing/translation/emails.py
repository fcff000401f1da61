"""Telling translators by e-mail what a safety change has hidden in their language.

A letter goes out at once, and a second one after four hours, for as long as the text is hidden. It
is about English as it stands: when that changes again, so does what has to be translated.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from guidance.domain.languages import BY_CODE, SOURCE, TRANSLATED_CODES
from guidance.domain.text.content import Words
from guidance.domain.text.markup import plain
from guidance.domain.translation.visibility import WithheldBecause
from guidance.models import Guide, Letter, Role
from guidance.publishing.people.permissions import is_translator
from guidance.queries.published import live_contacts, published_guide
from guidance.queries.translation_status import TranslationStatus, translation_statuses

log = logging.getLogger("guidance.letters")

DEADLINE = timedelta(hours=4)
"""By when a hidden text should be translated; then its translators are written to again."""

RETRY = timedelta(minutes=10)
"""After which a letter that was claimed and never sent is anybody's to send."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text that is hidden in a language, with its English of now."""

    status: TranslationStatus
    english: Words
    digest: str


def send_letters(now: datetime | None = None) -> int:
    """Write to everybody who has to be told, and return the number of e-mails sent.

    Raises OSError (and smtplib's errors, which are OSErrors) where the mail server does not take
    one; what was not sent is tried again when RETRY has passed.
    """
    now = now or timezone.now()
    hidden = _hidden()
    sent = 0
    for person, language in _translators({each.status.language for each in hidden}):
        theirs = [each for each in hidden if each.status.language == language]
        for again in (False, True):
            letters = [
                letter
                for each in theirs
                if (letter := _claimed(each, person, again=again, now=now)) is not None
            ]
            if letters:
                told = [each for each in theirs if each.digest in {one.english for one in letters}]
                _message(person, language, told, letters, again=again).send()
                Letter.objects.filter(pk__in=[one.pk for one in letters]).update(sent_at=now)
                sent += 1
    return sent


def _hidden() -> list[Hidden]:
    guides = list(Guide.objects.filter(live_edition__isnull=False).select_related("live_edition"))
    found = [
        each
        for each in translation_statuses(guides, TRANSLATED_CODES)
        if each.why is WithheldBecause.SAFETY
    ]
    if not found:
        return []
    contents = {guide.key: published_guide(guide)[0] for guide in guides}
    contacts = live_contacts()
    hidden = []
    for each in found:
        content = contents.get(each.group)
        subject = content.section(each.key) if content else contacts[each.key]
        assert subject is not None
        words = subject.words[SOURCE]
        hidden.append(Hidden(each, Words(words.heading, words.body), subject.digest(SOURCE)))
    return hidden


def _translators(languages: Iterable[str]) -> list[tuple[User, str]]:
    people = User.objects.filter(
        is_active=True, is_staff=True, staff_roles__role=Role.TRANSLATOR
    ).exclude(email="")
    return [
        (person, language)
        for person in people.distinct().order_by("pk")
        for language in sorted(languages)
        if is_translator(person, language)
    ]


def _claimed(each: Hidden, person: User, *, again: bool, now: datetime) -> Letter | None:
    """Claim a letter that is due; None where it is not, was sent, or is another sender's."""
    of_this = {
        "text": each.status.text,
        "language": each.status.language,
        "english": each.digest,
        "person": person,
    }
    if again:
        first = Letter.objects.filter(again=False, sent_at__isnull=False, **of_this).first()
        if first is None or first.sent_at is None or first.sent_at + DEADLINE > now:
            return None
    try:
        with transaction.atomic():
            return Letter.objects.create(again=again, claimed_at=now, **of_this)
    except IntegrityError:
        mine = Letter.objects.filter(
            again=again, sent_at__isnull=True, claimed_at__lt=now - RETRY, **of_this
        ).update(claimed_at=now)
        return Letter.objects.get(again=again, **of_this) if mine else None


def _message(
    person: User, language: str, told: list[Hidden], letters: list[Letter], *, again: bool
) -> EmailMessage:
    name = BY_CODE[language].english_name
    count = f"{len(told)} text{'s' if len(told) > 1 else ''}"
    first = letters[0].claimed_at
    if again:
        subject = f"Still hidden in {name}: {count}"
        opening = f"Readers of {name} still see the English of {count}, four hours after a change."
    else:
        deadline = timezone.localtime(first + DEADLINE).strftime("%B %d, %H:%M %Z")
        subject = f"Hidden in {name} until you translate: {count}"
        opening = (
            f"A change for the safety of readers has hidden {count} in {name}. Readers see the "
            f"English until a translation is published. Please translate by {deadline}."
        )
    parts = [opening, *(_part(each, language) for each in told)]
    return EmailMessage(subject, "\n\n".join([*parts, ""]), None, [person.email])


def _part(each: Hidden, language: str) -> str:
    subject, _, key = each.status.text.partition("/")
    if subject == "section":
        address = reverse("admin:guide", args=[each.status.group])
        link = f"{settings.PUBLIC_URL}{address}?language={language}#{key}"
    else:
        link = f"{settings.PUBLIC_URL}{reverse('admin:contact', args=[key])}#{language}"
    return f"{link}\n\n{each.english.heading}\n{plain(each.english.body)}"
