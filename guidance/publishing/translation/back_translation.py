"""Keeping what a translation says when it is translated back into English."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import CellId
from guidance.domain.text.digests import words_digest
from guidance.models import BackTranslation, Section
from guidance.models.columns import read_words
from guidance.publishing.errors import Issue, Refused, WrongState
from guidance.publishing.history import record
from guidance.publishing.people.permissions import Act, require


@transaction.atomic
def translate_back(*, by: User, cell: CellId, read: str, words: str) -> BackTranslation:
    """Keep what the draft of a section says in a language, in English, line by line.

    ``read`` is ``words_digest`` of the words it was made from. It takes somebody who knows the
    language and has not seen the English. Raises NotAllowed, Refused without words or for what is
    no translation, and WrongState where the text has changed meanwhile.
    """
    require(by, Act.TRANSLATE, cell.language)
    row = Section.objects.filter(key=cell.key, retired_at=None).select_related("guide").first()
    if row is None or cell.subject != "section" or cell.language == SOURCE:
        raise Refused([Issue("back", cell.key, f"{cell} is no translation.", cell)])
    lines = "\n".join(" ".join(line.split()) for line in words.splitlines() if line.strip())
    if not lines:
        raise Refused([Issue("back", cell.key, "Write what the text says, in English.", cell)])
    if words_digest(*read_words(row, cell.language)) != read:
        raise WrongState("The text has been changed since you read it. Translate what it says now.")
    now = timezone.now()
    record(at=now, by=by, verb="translated back", guide=row.guide, subject=str(cell)[:120])
    return BackTranslation.objects.create(
        text=cell.text, language=cell.language, text_digest=read, words=lines, by=by, at=now
    )


def back_translations(texts: Iterable[str], language: str) -> dict[tuple[str, str], str]:
    """Return the latest back-translations in a language, by text and digest of its words."""
    rows = BackTranslation.objects.filter(text__in=list(texts), language=language).order_by("pk")
    return {(row.text, row.text_digest): row.words for row in rows}
