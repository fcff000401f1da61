"""The models: a file per noun. They import nothing above them, and only ``publishing`` writes."""

from guidance.domain.pages.outputs import FRONT_KEY
from guidance.models.back import BackTranslation
from guidance.models.collision import Collision, CollisionSettled
from guidance.models.comment import Comment
from guidance.models.contact import RESERVED_CONTACTS, Contact, ContactVersion
from guidance.models.edition import (
    ChangeNoteTranslation,
    Edition,
    EditionText,
    FrozenText,
    SeverityRaise,
)
from guidance.models.event import Event
from guidance.models.golive import GoLiveTick
from guidance.models.guide import Guide, Slug
from guidance.models.immutable import ImmutableError, ImmutableModel
from guidance.models.letter import Letter
from guidance.models.notices import Alert, Check, Hide, Override
from guidance.models.people import Role, StaffRole
from guidance.models.preview import PreviewLink
from guidance.models.receipt import Receipt
from guidance.models.redaction import Redaction, RedactionRequest
from guidance.models.release import LanguageOffer, Release, Site
from guidance.models.section import Section, Tombstone
from guidance.models.submission import Submission, SubmissionCell

__all__ = [
    "FRONT_KEY",
    "RESERVED_CONTACTS",
    "Alert",
    "BackTranslation",
    "ChangeNoteTranslation",
    "Check",
    "Collision",
    "CollisionSettled",
    "Comment",
    "Contact",
    "ContactVersion",
    "Edition",
    "EditionText",
    "Event",
    "FrozenText",
    "GoLiveTick",
    "Guide",
    "Hide",
    "ImmutableError",
    "ImmutableModel",
    "LanguageOffer",
    "Letter",
    "Override",
    "PreviewLink",
    "Receipt",
    "Redaction",
    "RedactionRequest",
    "Release",
    "Role",
    "Section",
    "SeverityRaise",
    "Site",
    "Slug",
    "StaffRole",
    "Submission",
    "SubmissionCell",
    "Tombstone",
]
