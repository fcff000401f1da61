"""What is published, as content: the live text, old versions, and the history of the English."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from guidance.domain.languages import SOURCE
from guidance.domain.pages.removals import Removal
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import ContactContent, GuideContent, Words
from guidance.domain.text.digests import frozen_digest
from guidance.domain.text.frozen import GuideText, contact_from_json, join
from guidance.domain.translation.freshness import EnglishChange, Severity, raised
from guidance.models import (
    Contact,
    ContactVersion,
    Edition,
    EditionText,
    FrozenText,
    Guide,
    Redaction,
    SeverityRaise,
)


def edition_texts(edition: Edition) -> dict[str, GuideText]:
    """Return an edition's text in every language it has, in one query."""
    rows = EditionText.objects.filter(edition=edition).select_related("text")
    return {row.language: GuideText.from_json(row.text.json) for row in rows}


def text_names(editions: Iterable[int]) -> dict[int, dict[str, str]]:
    """Return the names of these versions' texts: of their JSON as it is, by id, then language."""
    redacted = _redacted()
    names: dict[int, dict[str, str]] = {pk: {} for pk in editions}
    rows = EditionText.objects.filter(edition__in=names).order_by("language")
    for edition, language, text in rows.values_list("edition_id", "language", "text_id"):
        names[edition][language] = redacted.get(text, text)
    return names


def text_json(names: Iterable[str]) -> dict[str, str]:
    """Return the JSON of frozen texts by the name of their JSON as it is."""
    wanted = set(names)
    originals = {name: original for original, name in _redacted().items()}
    rows = FrozenText.objects.filter(pk__in={originals.get(name, name) for name in wanted})
    found = {frozen_digest(json): json for json in rows.values_list("json", flat=True)}
    return {name: found[name] for name in wanted if name in found}


def removals_of(guide: Guide) -> tuple[Removal, ...]:
    """Return what was removed for ever from a guide's texts, in the order it was removed."""
    rows = Redaction.objects.filter(
        frozen_text__isnull=False, section__in=guide.sections.values("key")
    )
    found = list(rows.order_by("pk"))
    redacted = _redacted() if found else {}
    return tuple(
        Removal(redacted[text], row.language, row.section, row.at, row.reason)
        for row in found
        if (text := row.frozen_text_id)
    )


def _redacted() -> dict[str, str]:
    """Return what the JSON of redacted texts is named now, by the name they were frozen under."""
    rows = Redaction.objects.filter(frozen_text__isnull=False).order_by("pk")
    return {text: row.new_digest for row in rows if (text := row.frozen_text_id)}


def last_edition(guide: Guide) -> Edition | None:
    """Return the edition the next one rests on: the live one, or the last before withdrawal."""
    if guide.live_edition_id:
        return guide.live_edition
    return guide.editions.order_by("-number").first()


def published_guide(guide: Guide) -> tuple[GuideContent | None, dict[str, GuideText]]:
    """Return the text the next edition rests on, as content and as frozen; None, {} before any."""
    edition = last_edition(guide)
    if edition is None:
        return None, {}
    texts = edition_texts(edition)
    return join(texts), texts


def english_words(guide: Guide, wanted: Mapping[str, str]) -> dict[str, Words]:
    """Return the English words of sections, by key, that were published with these text digests."""
    numbers: dict[str, int] = {}
    for pk, changes in guide.editions.order_by("number").values_list("pk", "changes"):
        for key, digest in wanted.items():
            if changes.get(f"section/{key}", {}).get("new") == digest:
                numbers[key] = pk
    rows = EditionText.objects.filter(edition__in=numbers.values(), language=SOURCE)
    texts = {
        row.edition_id: GuideText.from_json(row.text.json) for row in rows.select_related("text")
    }
    found = {}
    for key, pk in numbers.items():
        section = texts[pk].section(key)
        if section is not None:
            found[key] = Words(section.heading, section.body)
    return found


def live_contacts(keys: Iterable[str] | None = None) -> dict[str, ContactContent]:
    """Return the published contacts, all or those named, by key."""
    rows = Contact.objects.filter(live__isnull=False)
    if keys is not None:
        rows = rows.filter(key__in=list(keys))
    return {key: contact_from_json(json) for key, json in rows.values_list("key", "live__json")}


def section_changes(
    editions: Iterable[Edition], raises: Iterable[SeverityRaise]
) -> dict[str, tuple[EnglishChange, ...]]:
    """Return each section's published English, oldest first, with severities as raised since.

    ``editions`` are one guide's, in order of number, possibly cut off at an old one.
    """
    found: dict[str, list[EnglishChange]] = defaultdict(list)
    raised_to: dict[str, dict[int, Severity]] = defaultdict(dict)
    numbers = {}
    for edition in editions:
        numbers[edition.pk] = edition.number
        for text, change in edition.changes.items():
            if change["new"]:
                severity = Severity(change["severity"]) if change["severity"] else None
                found[text].append(
                    EnglishChange(edition.number, edition.released, change["new"], severity)
                )
    for entry in raises:
        if entry.edition_id in numbers:
            _raise(raised_to[entry.text], numbers[entry.edition_id], entry.severity)
    return {text: raised(changes, raised_to[text]) for text, changes in found.items()}


def contact_changes(keys: Iterable[str]) -> dict[str, tuple[EnglishChange, ...]]:
    """Return the published English of contacts by key, oldest first, with severities as raised."""
    keys = list(keys)
    versions = ContactVersion.objects.filter(contact__key__in=keys).select_related("contact")
    raises = SeverityRaise.objects.filter(contact_version__contact__key__in=keys)
    raised_to: dict[str, dict[int, Severity]] = defaultdict(dict)
    for key, number, raised_severity in raises.values_list(
        "contact_version__contact__key", "contact_version__number", "severity"
    ):
        _raise(raised_to[key], number, raised_severity)
    found: dict[str, list[EnglishChange]] = defaultdict(list)
    for version in versions.order_by("contact_id", "number"):
        changes = found[version.contact.key]
        if not changes or changes[-1].digest != version.english:
            severity = Severity(version.severity) if version.severity else None
            changes.append(EnglishChange(version.number, version.at, version.english, severity))
    return {key: raised(changes, raised_to[key]) for key, changes in found.items()}


def published_english(guide: Guide | None, cells: Iterable[CellId]) -> dict[str, set[str]]:
    """Return every digest that English was ever published with, by section and contact.

    Of a guide all sections are in it, of contacts those that ``cells`` name.
    """
    found: dict[str, set[str]] = {}
    if guide is not None:
        for text, changes in section_changes(guide.editions.order_by("number"), []).items():
            found[text] = {change.digest for change in changes}
    keys = {cell.key for cell in cells if cell.subject == "contact"}
    for key, changes in contact_changes(keys).items() if keys else ():
        found[f"contact/{key}"] = {change.digest for change in changes}
    return found


def _raise(levels: dict[int, Severity], number: int, severity: str) -> None:
    level = Severity(severity)
    if number not in levels or level.rank > levels[number].rank:
        levels[number] = level
