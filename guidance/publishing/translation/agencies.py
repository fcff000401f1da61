"""Sending texts out to be translated, and taking translations in, as XLIFF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.languages import BY_CODE, SOURCE, TRANSLATED_CODES
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import Provenance, SectionContent, Words
from guidance.domain.text.digests import words_digest
from guidance.domain.text.markup import canonical, collapse, plain
from guidance.domain.xliff import (
    UNFINISHED,
    Document,
    Line,
    Text,
    Unit,
    filled,
    lines_of,
    shape_of,
    tags_of,
)
from guidance.models import Guide, Section
from guidance.models.columns import read_text
from guidance.publishing.draft.save import FieldEdit, Saved, save_cells
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.history import record
from guidance.publishing.people.permissions import Act, require
from guidance.queries.published import published_guide
from guidance.queries.translation_status import Level, guide_statuses
from guidance.queries.working_copy import section_words


@transaction.atomic
def send_out(*, by: User, guide: Guide, language: str, only_behind: bool = True) -> Document:
    """Return the published English of a guide with its translation in the draft, to send out.

    ``only_behind`` leaves out what readers get as they should, made or checked by a person. Raises
    NotAllowed for who may not translate into the language.
    """
    require(by, Act.TRANSLATE, language)
    live, _ = published_guide(guide)
    if guide.live_edition is None or live is None or language not in TRANSLATED_CODES:
        raise Refused([Issue("guide", guide.key, f"{guide.title}: there is nothing to translate.")])
    levels = {each.key: each.level for each in guide_statuses(guide, [language])}
    rows = {row.key: row for row in guide.sections.filter(retired_at=None)}
    texts = [
        _text(section, section_words(rows[section.key], language), levels[section.key])
        for section in live.sections
        if section.key in rows and not (only_behind and levels[section.key] is Level.GOOD)
    ]
    if texts:
        record(
            at=timezone.now(),
            by=by,
            verb="sent out to translate",
            guide=guide,
            subject=BY_CODE[language].english_name,
            sections=[text.key for text in texts],
        )
    return Document(guide.key, language, tuple(texts))


def _text(section: SectionContent, draft: Words, level: Level) -> Text:
    english = section.words[SOURCE]
    sources = lines_of(english.heading, english.body)
    done = draft.made_from == section.digest(SOURCE) and not draft.is_empty()
    state = "needs-review-translation"
    if done:
        state = "final" if draft.provenance is Provenance.REVIEWED else "translated"
        state = "needs-review-translation" if draft.provenance is Provenance.MACHINE else state
    targets: Iterable[Line] = ((),) * len(sources)
    note = f"{section.general.kind}: {level.words}."
    if draft.heading and shape_of(draft.body) == shape_of(english.body):
        targets = lines_of(draft.heading, draft.body)
    elif not draft.is_empty():
        # Its lines cannot be put beside the English ones.
        note += f" The translation now: {draft.heading} / {plain(draft.body)}"
    return Text(
        section.key,
        section.digest(SOURCE),
        words_digest(draft.heading, draft.body),
        tuple(
            Unit(source, target, state if target else "needs-translation")
            for source, target in zip(sources, targets, strict=True)
        ),
        note,
    )


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a file: what was saved, and the sections left out because not translated."""

    guide: Guide
    language: str
    saved: Saved
    left_out: tuple[str, ...]


@transaction.atomic
def take_in(*, by: User, document: Document) -> TakenIn:
    """Save the translations of a document in the draft: all of them, or none.

    Sections that are not translated to the end are left out, and said. Raises NotAllowed, and
    Refused with everything that is wrong: a language or guide that is not here, a section that is
    unknown, was sent out with other English than is published now, or whose tags are damaged. A
    text that somebody changed in the draft meanwhile is kept beside theirs, as at the desk.
    """
    guide = Guide.objects.filter(key=document.guide, live_edition__isnull=False).first()
    issues = [*_wrong_place(document, guide)]
    if issues or guide is None:
        raise Refused(issues)
    require(by, Act.TRANSLATE, document.language)
    live, _ = published_guide(guide)
    published = {section.key: section for section in live.sections} if live else {}
    rows = {row.key: row for row in guide.sections.filter(retired_at=None)}
    edits: list[FieldEdit] = []
    left_out = []
    for text in document.texts:
        section, row = published.get(text.key), rows.get(text.key)
        found = [*_wrong(text, section if row else None)]
        issues += found
        if found or section is None or row is None:
            continue
        taken = _words(text, section)
        if taken is None:
            left_out.append(section.words[SOURCE].heading)
        else:
            edits += _edits(text, taken, row, document.language)
    if issues:
        raise Refused(issues)
    return TakenIn(guide, document.language, save_cells(by=by, edits=edits), tuple(left_out))


def _wrong_place(document: Document, guide: Guide | None) -> Iterator[Issue]:
    if document.language not in TRANSLATED_CODES:
        known = ", ".join(TRANSLATED_CODES)
        yield Issue(
            "language",
            document.language,
            f"The file is in “{document.language}”, which is no language of this site. "
            f"There are: {known}.",
        )
    if guide is None:
        yield Issue("guide", document.guide, f"There is no published guide “{document.guide}”.")


def _wrong(text: Text, section: SectionContent | None) -> Iterator[Issue]:
    if section is None:
        yield Issue("section", text.key, f"There is no section “{text.key}” in this guide now.")
        return
    english = section.words[SOURCE]
    sources = lines_of(english.heading, english.body)
    if text.english != section.digest(SOURCE):
        yield Issue(
            "english",
            text.key,
            f"{english.heading}: the English has changed since this was sent out. Send it out "
            "again; nothing is lost, the file keeps what was translated.",
        )
    elif len(sources) != len(text.units):
        yield Issue(
            "lines",
            text.key,
            f"{english.heading}: the English has {len(sources)} lines, the file {len(text.units)}.",
        )
    else:
        for number, (source, unit) in enumerate(zip(sources, text.units, strict=True), start=1):
            if unit.target and tags_of(source) != tags_of(unit.target):
                lost = sorted(tags_of(source) - tags_of(unit.target))
                added = sorted(tags_of(unit.target) - tags_of(source))
                words = [f"missing: {', '.join(lost)}"] if lost else []
                words += [f"not in the English: {', '.join(added)}"] if added else []
                yield Issue(
                    "tags",
                    text.key,
                    f"{english.heading}, line {number}: the marks are damaged "
                    f"({'; '.join(words)}).",
                )


def _words(text: Text, section: SectionContent) -> Words | None:
    """Return the translation in the file; None if it is not finished, or nobody touched it."""
    if not all(unit.target for unit in text.units):
        return None
    heading, *rest = (unit.target for unit in text.units)
    words = Words(
        collapse("".join(run.text for run in heading)),
        canonical(filled(section.words[SOURCE].body, rest)),
        section.digest(SOURCE),
    )
    untouched = words_digest(words.heading, words.body) == text.read
    if untouched and any(unit.state in UNFINISHED for unit in text.units):
        return None
    return words


def _edits(text: Text, words: Words, row: Section, language: str) -> list[FieldEdit]:
    cell = CellId("section", text.key, "words", language)
    draft = section_words(row, language)
    as_sent = words_digest(draft.heading, draft.body) == text.read
    # A line that nobody has finished keeps the whole text from counting as finished.
    finished = not any(unit.state in UNFINISHED for unit in text.units)
    return [
        # What somebody wrote since the file went out was not read by whoever translated it.
        FieldEdit(
            cell,
            field,
            read_text(row, field, language) if as_sent else "",
            given,
            words.made_from if finished else None,
        )
        for field, given in (("heading", words.heading), ("body", words.body))
    ]
