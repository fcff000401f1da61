"""Who may do what: one table, read by the operations, the admin and the documents."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.contrib.auth.models import User

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.text.cells import CellId
from guidance.models.people import Role
from guidance.publishing.errors import NotAllowed


class Act(StrEnum):
    """What staff do, in the words of the sentence "you cannot ..."."""

    WRITE = "change the English, or what is the same in every language"
    TRANSLATE = "change a translation"
    MARK_REVIEWED = "say that a translation was reviewed"
    SUBMIT = "submit the English, or what is the same in every language"
    SUBMIT_TRANSLATION = "submit a translation"
    RESTORE = "restore a version"
    REVIEW = "approve a submission or send it back"
    COMMENT = "comment on what somebody else submitted"
    PUBLISH = "publish"
    RAISE = "raise a severity"
    HIDE = "hide a translation"
    TRANSLATE_NOTE = "translate the note of a version"
    SHARE = "let somebody without an account read another person's submission"
    OFFER = "switch a language on or off for readers"
    OVERRIDE = "show a translation that nobody has reviewed"
    WITHDRAW = "take a guide down"
    RENAME = "change a guide's address"
    ASK_REDACTION = "ask that a passage be removed everywhere for ever"
    CONFIRM_REDACTION = "confirm, as the second person, that a passage is removed"
    ADMINISTER = "manage accounts and roles, or go live"


MAY: Mapping[Act, frozenset[Role]] = {
    Act.WRITE: frozenset({Role.WRITER}),
    Act.TRANSLATE: frozenset({Role.TRANSLATOR}),
    Act.MARK_REVIEWED: frozenset({Role.TRANSLATOR}),
    Act.SUBMIT: frozenset({Role.WRITER, Role.PUBLISHER}),
    Act.SUBMIT_TRANSLATION: frozenset({Role.TRANSLATOR, Role.PUBLISHER}),
    Act.RESTORE: frozenset({Role.WRITER, Role.PUBLISHER}),
    Act.REVIEW: frozenset({Role.REVIEWER, Role.PUBLISHER}),
    Act.COMMENT: frozenset({Role.REVIEWER, Role.PUBLISHER}),
    Act.PUBLISH: frozenset({Role.PUBLISHER}),
    Act.RAISE: frozenset({Role.REVIEWER, Role.PUBLISHER}),
    Act.HIDE: frozenset({Role.TRANSLATOR, Role.REVIEWER, Role.PUBLISHER}),
    Act.TRANSLATE_NOTE: frozenset({Role.TRANSLATOR, Role.REVIEWER, Role.PUBLISHER}),
    Act.SHARE: frozenset({Role.REVIEWER, Role.PUBLISHER}),
    Act.OFFER: frozenset({Role.PUBLISHER}),
    Act.OVERRIDE: frozenset({Role.PUBLISHER}),
    Act.WITHDRAW: frozenset({Role.PUBLISHER}),
    Act.RENAME: frozenset({Role.PUBLISHER}),
    Act.ASK_REDACTION: frozenset({Role.ADMINISTRATOR}),
    Act.CONFIRM_REDACTION: frozenset({Role.REVIEWER, Role.PUBLISHER, Role.ADMINISTRATOR}),
    Act.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
}
"""The roles that allow each act. A translator acts in their own languages alone. Whoever is a
superuser has every role: that is how a team of two works. Nobody approves their own submission."""


def roles_of(by: User) -> dict[Role, set[str]]:
    """Return the roles of a person, each with its languages (``''`` where it has none)."""
    if not (by.is_active and by.is_staff):
        return {}
    if by.is_superuser:
        return {role: set(BY_CODE) if role is Role.TRANSLATOR else {""} for role in Role}
    found: dict[Role, set[str]] = {}
    for row in by.staff_roles.all():
        found.setdefault(Role(row.role), set()).add(row.language)
    return found


def may(by: User, act: Act, language: str = "") -> bool:
    """Tell whether a person may do something; of a translation, in this language."""
    if by.is_active and by.is_staff and by.is_superuser:
        return True
    for role, languages in roles_of(by).items():
        if role in MAY[act] and (role is not Role.TRANSLATOR or language in languages):
            return True
    return False


def may_somewhere(by: User, act: Act) -> bool:
    """Tell whether a person may do something at all, be it in a single language."""
    return any(role in MAY[act] for role in roles_of(by))


def require(by: User, act: Act, language: str = "") -> None:
    """Raise NotAllowed unless ``by`` is active staff with a role that allows this."""
    require_staff(by)
    if not may(by, act, language):
        where = f" in {BY_CODE[language].english_name}" if language in BY_CODE else ""
        roles = " or ".join(sorted(role.label.lower() for role in MAY[act]))
        raise NotAllowed(
            f"You cannot {act}{where}: that takes the role of {roles}. "
            "An administrator can give it to you."
        )


def require_to_save(by: User, cells: Iterable[CellId]) -> None:
    """Raise NotAllowed unless ``by`` may change each of these cells of the working copy."""
    require_staff(by)
    for cell in cells:
        translation = is_translation(cell)
        require(
            by, Act.TRANSLATE if translation else Act.WRITE, cell.language if translation else ""
        )


def may_submit(by: User, cell: CellId) -> bool:
    """Tell whether a person may submit this cell."""
    return may(by, *_submitting(cell))


def require_to_submit(by: User, cells: Iterable[CellId]) -> None:
    """Raise NotAllowed unless ``by`` may submit each of these cells."""
    require_staff(by)
    for cell in cells:
        require(by, *_submitting(cell))


def _submitting(cell: CellId) -> tuple[Act, str]:
    if is_translation(cell):
        return Act.SUBMIT_TRANSLATION, cell.language
    return Act.SUBMIT, ""


def is_translator(person: User, language: str) -> bool:
    """Tell whether a person has the role of translator of this very language.

    A superuser has every role without speaking every language, so that alone is not enough.
    """
    return person.staff_roles.filter(role=Role.TRANSLATOR, language=language).exists()


def is_translation(cell: CellId) -> bool:
    """Tell whether a cell is a text in another language than English."""
    return cell.aspect == "words" and cell.language != SOURCE


def require_staff(by: User) -> None:
    """Raise NotAllowed unless ``by`` is an active member of staff."""
    if not (by.is_active and by.is_staff):
        raise NotAllowed("Only staff with an active account can do this.")
