"""The only writer of submissions, editions, events, releases and pointers: a function per verb.

Every operation takes who does it as ``by``, runs in one transaction with its line of history in it,
and raises a ``PublishingError`` that says what is wrong and changes nothing when it refuses.
"""

from guidance.publishing.accounts import note_account, note_refusal, set_roles
from guidance.publishing.agencies import send_out, take_in
from guidance.publishing.alerts import cancel_alert, raise_alert
from guidance.publishing.back import translate_back
from guidance.publishing.comment import comment
from guidance.publishing.companion import submit_companion
from guidance.publishing.draft import FieldEdit, Saved, save_cells, settle_collision
from guidance.publishing.errors import (
    Issue,
    Moved,
    MovedCell,
    NotAllowed,
    PublishingError,
    Refused,
    WrongState,
)
from guidance.publishing.guides import rename_slug, withdraw
from guidance.publishing.hide import hide
from guidance.publishing.notes import translate_note
from guidance.publishing.offer import offer_language, show_unreviewed
from guidance.publishing.preview import find_preview, make_preview_link, revoke_preview_links
from guidance.publishing.publish import publish
from guidance.publishing.rebase import settle
from guidance.publishing.redact import (
    ask_redaction,
    confirm_redaction,
    redaction_places,
    refuse_redaction,
    take_back_redaction,
)
from guidance.publishing.restore import Restoration, plan_restore, restore
from guidance.publishing.review import Lowered, approve, send_back, take_back
from guidance.publishing.severity import raise_contact_severity, raise_severity
from guidance.publishing.structure import add_section, order_sections, plan_retirement
from guidance.publishing.submit import submit, submit_contacts
from guidance.publishing.urgent import (
    ContactCorrection,
    correct_contact_urgently,
    correct_urgently,
    review_afterwards,
)
from guidance.publishing.vouch import mark_reviewed

__all__ = [
    "ContactCorrection",
    "FieldEdit",
    "Issue",
    "Lowered",
    "Moved",
    "MovedCell",
    "NotAllowed",
    "PublishingError",
    "Refused",
    "Restoration",
    "Saved",
    "WrongState",
    "add_section",
    "approve",
    "ask_redaction",
    "cancel_alert",
    "comment",
    "confirm_redaction",
    "correct_contact_urgently",
    "correct_urgently",
    "find_preview",
    "hide",
    "make_preview_link",
    "mark_reviewed",
    "note_account",
    "note_refusal",
    "offer_language",
    "order_sections",
    "plan_restore",
    "plan_retirement",
    "publish",
    "raise_alert",
    "raise_contact_severity",
    "raise_severity",
    "redaction_places",
    "refuse_redaction",
    "rename_slug",
    "restore",
    "review_afterwards",
    "revoke_preview_links",
    "save_cells",
    "send_back",
    "send_out",
    "set_roles",
    "settle",
    "settle_collision",
    "show_unreviewed",
    "submit",
    "submit_companion",
    "submit_contacts",
    "take_back",
    "take_back_redaction",
    "take_in",
    "translate_back",
    "translate_note",
    "withdraw",
]
