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
