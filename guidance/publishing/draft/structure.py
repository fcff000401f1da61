"""The structure of the working copy: sections added, put in order, marked as going."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidance.domain.languages import SOURCE
from guidance.domain.text.content import Kind
from guidance.domain.text.markup import collapse
from guidance.models import Guide, Section
from guidance.models.columns import columns_of
from guidance.models.guide import is_key
from guidance.publishing.draft.successors import circular
from guidance.publishing.draft.values import too_long
from guidance.publishing.errors import Issue, Refused
from guidance.publishing.history import record
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require


@transaction.atomic
def add_section(
    *, by: User, guide: Guide, key: str, kind: Kind, after: str = "", heading: str = ""
) -> Section:
    """Add a section without a text to the working copy, after the section ``after`` or at the end.

    ``heading`` is in English. Raises Refused if the key is not one, was ever used, or the kind is
    ``head``.
    """
    require(by, Act.WRITE)
    issues = []
    if not is_key(key) or too_long(Section, "key", key):
        issues.append(
            Issue("key", key, "A section code is made of lower-case letters, digits and hyphens.")
        )
    elif Section.objects.filter(key=key).exists():
        issues.append(_used(key))
    if kind is Kind.HEAD:
        issues.append(Issue("kind", key, "A guide has one title and summary. Choose another kind."))
    if issues:
        raise Refused(issues)
    for_update(Guide).get(pk=guide.pk)
    try:
        with transaction.atomic():
            section = Section.objects.create(
                key=key,
                guide=guide,
                kind=kind,
                position=0,
                **columns_of({"heading": collapse(heading)}, SOURCE),
            )
    except IntegrityError as error:
        problem = f"Somebody used the code “{key}” a moment ago. Choose another."
        raise Refused([Issue("key", key, problem)]) from error
    keys = [row.key for row in _standing(guide) if row.pk != section.pk]
    place = keys.index(after) + 1 if after in keys else len(keys)
    _set_order(guide, [*keys[:place], key, *keys[place:]])
    record(at=timezone.now(), by=by, verb="added section", guide=guide, subject=key)
    section.refresh_from_db()
    return section


@transaction.atomic
def order_sections(*, by: User, guide: Guide, keys: Sequence[str]) -> None:
    """Put the working copy's sections in this order; those not named come after them.

    Raises Refused for a key the guide does not have.
    """
    require(by, Act.WRITE)
    for_update(Guide).get(pk=guide.pk)
    standing = [row.key for row in _standing(guide)]
    unknown = sorted(set(keys) - set(standing))
    if unknown:
        raise Refused(
            [Issue("order", key, f"This guide has no section “{key}”.") for key in unknown]
        )
    wanted = list(dict.fromkeys(keys))
    _set_order(guide, wanted + [key for key in standing if key not in wanted])
    record(at=timezone.now(), by=by, verb="ordered sections", guide=guide, keys=wanted)


@transaction.atomic
def plan_retirement(
    *,
    by: User,
    section: Section,
    successor: str = "",
    reason: str = "",
    cancel: bool = False,
) -> None:
    """Mark a section as going with the next submission, or take that back (``cancel``).

    Raises Refused if neither a standing successor nor a reason is given, or it is the head.
    """
    require(by, Act.WRITE)
    section = for_update(Section).get(pk=section.pk)
    issues = []
    if section.kind == Kind.HEAD:
        issues.append(
            Issue("retire", section.key, "A guide's title and summary cannot be retired.")
        )
    if not cancel:
        if (
            successor
            and not Section.objects.filter(key=successor, live=True).exclude(pk=section.pk).exists()
        ):
            issues.append(
                Issue("successor", section.key, f"No published section has the code “{successor}”.")
            )
        going = Section.objects.filter(retiring=True, retired_at=None)
        planned = dict(going.values_list("key", "retiring_successor"))
        issues.extend(
            issue
            for issue in circular({**planned, section.key: successor})
            if issue.key == section.key
        )
        if not successor and not collapse(reason):
            issues.append(
                Issue(
                    "reason", section.key, "Name the section that replaces it, or say why it goes."
                )
            )
    if issues:
        raise Refused(issues)
    section.retiring = not cancel
    section.retiring_successor = "" if cancel else successor
    section.retiring_reason = "" if cancel else collapse(reason)
    section.save(update_fields=["retiring", "retiring_successor", "retiring_reason"])
    record(
        at=timezone.now(),
        by=by,
        verb="keeps section" if cancel else "plans to retire section",
        guide=section.guide,
        subject=section.key,
        reason=section.retiring_reason,
    )


def _used(key: str) -> Issue:
    return Issue("key", key, f"The code “{key}” has been used before. Choose another.")


def _standing(guide: Guide) -> list[Section]:
    return list(guide.sections.filter(retired_at=None).order_by("position", "pk"))


def _set_order(guide: Guide, keys: Sequence[str]) -> None:
    # Locked in the order of saving: whoever saves a whole desk holds some of these sections.
    list(guide.sections.select_for_update(of=("self",), no_key=True).order_by("pk"))
    for position, key in enumerate(keys):
        Section.objects.filter(guide=guide, key=key).update(position=position)
