"""A small site to test with: one guide, two contacts, two members of staff."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User

from guidance.domain.pages.frame import OldVersion
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import (
    GENERAL,
    ContactContent,
    ContactGeneral,
    ContactWords,
    General,
    GuideContent,
    Kind,
    Provenance,
    SectionContent,
    Source,
    Words,
)
from guidance.domain.text.digests import text_digest
from guidance.domain.translation.freshness import Severity
from guidance.models import Edition, Guide, Section, Submission
from guidance.publishing import FieldEdit, approve, publish, save_cells, submit
from guidance.publishing.site.starter import NewGuide, load
from guidance.serving.current import site_in_database

SOURCES = (
    Source("City of Minneapolis", "https://www.minneapolismn.gov/federal", date(2026, 11, 22)),
)
SIGNS = "<ul><li>You hear gunshots.</li><li>You witness an assault.</li></ul>"
SIGNS_ES = "<ul><li>Oye disparos.</li><li>Presencia una agresión.</li></ul>"


def translated(kind: str, heading: str, body: str, english: Words, contacts=()) -> Words:
    """Return Spanish words made from ``english``."""
    made_from = text_digest(kind, english.heading, english.body, contacts)
    return Words(heading, body, made_from, Provenance.MACHINE)


def section(key, kind, english, spanish=None, contacts=()) -> SectionContent:
    """Return a section in English and, with (heading, body), in Spanish."""
    words = {"en": english}
    if spanish:
        words["es"] = translated(kind, *spanish, english, contacts)
    return SectionContent(key, General(kind, contacts, SOURCES), words)


def small_guide(key="when-to-call") -> GuideContent:
    """Return a guide with a head, a 911 section and a plain one."""
    return GuideContent(
        key,
        (
            section(
                f"head-{key}",
                Kind.HEAD,
                Words("When to call", "<p>Know the number.</p>"),
                ("Cuándo llamar", "<p>Conozca el número.</p>"),
            ),
            section(
                f"{key}-signs",
                Kind.CALL_911,
                Words("Call 911 now if", SIGNS),
                ("Llame al 911 ahora si", SIGNS_ES),
                contacts=("911",),
            ),
            section(
                f"{key}-calm",
                Kind.TEXT,
                Words("Stay calm", "<p>Put safety first.</p>"),
                ("Mantenga la calma", "<p>La seguridad es lo primero.</p>"),
            ),
        ),
    )


def contact(key, phone, name) -> ContactContent:
    """Return a contact run by the city, with a Spanish name."""
    english = ContactWords(name, f"<p>{name} helps.</p>")
    spanish = ContactWords(
        f"{name} (es)",
        "<p>Ayuda.</p>",
        made_from=text_digest("contact", english.heading, english.body),
        provenance=Provenance.MACHINE,
    )
    return ContactContent(
        key,
        ContactGeneral(phone=phone, city_run=True, sources=SOURCES),
        {"en": english, "es": spanish},
    )


@dataclass
class World:
    """The site and its people."""

    guide: Guide
    writer: User
    approver: User

    def fresh(self) -> Guide:
        """Return the guide as the database has it now."""
        return Guide.objects.get(pk=self.guide.pk)

    def cell(self, name: str, language: str = "en", subject: str = "section") -> CellId:
        """Name a cell of a section by the end of its key."""
        key = f"{self.guide.key}-{name}" if subject == "section" else name
        aspect = "general" if language == GENERAL else "words"
        return CellId(subject, key, aspect, language)

    def row(self, name: str) -> Section:
        """Return a working section by the end of its key."""
        return Section.objects.get(key=f"{self.guide.key}-{name}")

    def write(self, name: str, language: str = "en", *, made_from=None, **fields):
        """Save fields of a section as the writer, who has read what stands there now."""
        cell = self.cell(name, language)
        row = self.row(name)
        edits = [
            FieldEdit(
                cell,
                field,
                getattr(row, f"{field}_{language}" if language else field),
                text,
                made_from,
            )
            for field, text in fields.items()
        ]
        return save_cells(by=self.writer, edits=edits)

    def english_digest(self, name: str) -> str:
        """Return the digest of a section's live English."""
        from guidance.queries.published import published_guide

        content, _ = published_guide(self.fresh())
        return content.section(f"{self.guide.key}-{name}").digest("en")

    def submit(self, severity=None, note="A note for readers.", cells=None) -> Submission:
        """Submit as the writer; ``severity`` is of ``signs``, or a mapping by names."""
        named = severity if isinstance(severity, dict) else {"signs": severity} if severity else {}
        severities = {
            f"section/{self.guide.key}-{name}": Severity(value) for name, value in named.items()
        }
        return submit(
            by=self.writer, guide=self.guide, note=note, severities=severities, cells=cells
        )

    def publish(self, submission: Submission, **how) -> Edition:
        """Approve and publish as the second person."""
        approve(by=self.approver, submission=submission)
        return publish(by=self.approver, submission=submission, **how)[0]

    def change(self, name="signs", severity="safety", **fields) -> Edition:
        """Change the English of a section and publish it."""
        self.write(name, "en", **fields)
        return self.publish(self.submit({name: severity}))


def old_version(guide: str, number: int) -> OldVersion:
    """Return what stands around an old version of a guide."""
    site = site_in_database()
    record = site.snapshot.guide(guide)
    return site.old_version(record, record.edition(number))


def make_world() -> World:
    """Load the small site and give it with two members of staff."""
    load(
        guides=[NewGuide(small_guide(), "when-to-call", 1, {"en": "First version."})],
        contacts=[
            contact("911", "911", "Emergency"),
            contact("311", "612-673-3000", "Minneapolis 311"),
        ],
        offered=["en", "es", "ar"],
    )
    # A team of two: both may do everything but approve their own submission.
    writer = User.objects.create_superuser("writer", password="a long password")
    approver = User.objects.create_superuser("approver", password="a long password")
    return World(Guide.objects.get(key="when-to-call"), writer, approver)
