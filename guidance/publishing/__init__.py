"""The only writer of submissions, editions, events, releases and pointers: a function per verb.

Every operation takes who does it as ``by``, runs in one transaction with its line of history in it,
and raises a ``PublishingError`` that says what is wrong and changes nothing when it refuses.
"""

from guidance.publishing.draft.collision import settle_collision
from guidance.publishing.draft.outdated import resolve_outdated
from guidance.publishing.draft.save import FieldEdit, Saved, save_cells
from guidance.publishing.draft.structure import add_section, order_sections, plan_retirement
from guidance.publishing.errors import (
    Issue,
    Moved,
    MovedCell,
    NotAllowed,
    PublishingError,
    Refused,
    WrongState,
)
from guidance.publishing.people.accounts import note_account, note_refusal, set_roles
from guidance.publishing.publication.publish import publish
from guidance.publishing.publication.raise_severity import raise_contact_severity, raise_severity
from guidance.publishing.publication.restore import Restoration, plan_restore, restore
from guidance.publishing.publication.urgent import (
    ContactCorrection,
    correct_contact_urgently,
    correct_urgently,
    review_afterwards,
)
from guidance.publishing.removal.redact import (
    ask_redaction,
    confirm_redaction,
    redaction_places,
    refuse_redaction,
    take_back_redaction,
)
from guidance.publishing.site.alerts import cancel_alert, raise_alert
from guidance.publishing.site.guides import rename_slug, withdraw
from guidance.publishing.site.languages import offer_language, show_unreviewed
from guidance.publishing.submission.comment import comment
from guidance.publishing.submission.companion import submit_companion
from guidance.publishing.submission.preview import (
    find_preview,
    make_preview_link,
    revoke_preview_links,
)
from guidance.publishing.submission.review import Lowered, approve, send_back, take_back
from guidance.publishing.submission.submit import submit, submit_contacts
from guidance.publishing.translation.agencies import send_out, take_in
from guidance.publishing.translation.back_translation import translate_back
from guidance.publishing.translation.change_note import translate_note
from guidance.publishing.translation.confirm import mark_reviewed
from guidance.publishing.translation.hide import hide
