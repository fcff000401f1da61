"""Hiding a translation at once: readers see the notice and the English until it is mended."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import TRANSLATED_CODES
from guidance.domain.text.digests import words_digest
from guidance.domain.text.markup import collapse
from guidance.models import Guide, Hide, Section
from guidance.publishing.errors import Issue, Refused, WrongState
from guidance.publishing.history import record, take_release
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require
from guidance.queries.published import edition_texts


@transaction.atomic
def hide(*, by: User, section: Section, language: str, reason: str, hidden: bool = True) -> Hide:
    """Hide the live translation of a section in one language, or show it again (``hidden`` false).

    It holds for the text that is live now: another translation that is published is shown. Raises
    NotAllowed, Refused without a reason, WrongState where there is no translation to hide.
    """
    require(by, Act.HIDE, language)
    guide = for_update(Guide).get(pk=section.guide_id)
    if not collapse(reason):
        raise Refused([Issue("reason", section.key, "Say why, for those who look at this later.")])
    text = (
        edition_texts(guide.live_edition).get(language)
        if guide.live_edition and language in TRANSLATED_CODES
        else None
    )
    live = text.section(section.key) if text else None
    if live is None or live.is_empty():
        raise WrongState(f"There is no translation of {section.key} in “{language}” to hide.")
    event = record(
        at=timezone.now(),
        by=by,
        verb="hid translation" if hidden else "showed translation again",
        guide=guide,
        subject=f"{section.key} {language}",
        reason=collapse(reason),
    )
    row = Hide.objects.create(
        section=section,
        language=language,
        hidden=hidden,
        text_digest=words_digest(live.heading, live.body),
        at=event.at,
        reason=collapse(reason),
        event=event,
    )
    take_release(event, touched=[guide])
    return row
