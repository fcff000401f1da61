"""Acts on a whole guide: taking it down, and giving it another address."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from guidance.domain.pages.outputs import reserved_slugs
from guidance.domain.text.markup import collapse
from guidance.models import FRONT_KEY, Guide, Slug
from guidance.models.guide import is_key
from guidance.publishing.draft.values import too_long
from guidance.publishing.errors import Issue, NotAllowed, Refused, WrongState
from guidance.publishing.history import record, take_release
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require


@transaction.atomic
def withdraw(*, by: User, guide: Guide, reason: str) -> Guide:
    """Take a guide down. Its versions stay readable, and a later publication brings it back.

    Readers are told the reason. Raises Refused without one, WrongState if it is not live.
    """
    require(by, Act.WITHDRAW)
    guide = for_update(Guide).get(pk=guide.pk)
    if guide.key == FRONT_KEY:
        raise NotAllowed("The front page cannot be taken down.")
    if guide.live_edition_id is None:
        raise WrongState(f"The guide “{guide.key}” is not live, so it cannot be taken down.")
    if not collapse(reason):
        raise Refused([Issue("reason", guide.key, "Say why, in a sentence that readers will see.")])
    now = timezone.now()
    guide.live_edition = None
    guide.withdrawn_at, guide.withdrawn_reason = now, collapse(reason)
    guide.save(update_fields=["live_edition", "withdrawn_at", "withdrawn_reason"])
    event = record(
        at=now,
        by=by,
        verb="withdrew",
        guide=guide,
        subject=guide.key,
        reason=guide.withdrawn_reason,
    )
    take_release(event, touched=[guide])
    return guide


@transaction.atomic
def rename_slug(*, by: User, guide: Guide, slug: str) -> Slug:
    """Change the address of a guide; the old one redirects for ever. No new version comes of it.

    An address that another guide has or had is refused (Refused), as are reserved and short ones.
    """
    require(by, Act.RENAME)
    guide = for_update(Guide).get(pk=guide.pk)
    issues = slug_issues(slug, guide)
    if issues:
        raise Refused(issues)
    guide.slugs.filter(current=True).update(current=False)
    if not guide.slugs.filter(slug=slug).update(current=True):
        try:
            with transaction.atomic():
                Slug.objects.create(slug=slug, guide=guide)
        except IntegrityError as error:
            problem = f"“{slug}” was given to another guide a moment ago."
            raise Refused([Issue("slug", slug, problem)]) from error
    row = Slug.objects.get(slug=slug)
    event = record(at=timezone.now(), by=by, verb="renamed address", guide=guide, subject=slug)
    take_release(event, touched=[guide])
    return row


def slug_issues(slug: str, guide: Guide | None) -> list[Issue]:
    """Return what is wrong with an address for a guide; None is a guide that is still to come."""
    if guide is not None and guide.key == FRONT_KEY:
        return [Issue("slug", slug, "The front page has no address of its own.")]
    if not is_key(slug):
        return [
            Issue("slug", slug, "An address is made of lower-case letters, digits and hyphens.")
        ]
    if len(slug) < 3:
        return [Issue("slug", slug, "An address needs at least three letters.")]
    if too_long(Slug, "slug", slug):
        return [Issue("slug", slug, "This address is too long. Use at most 60 letters.")]
    if slug in reserved_slugs():
        return [Issue("slug", slug, f"“{slug}” is kept for a page of the site itself.")]
    taken = Slug.objects.filter(slug=slug).first()
    if taken is not None and (guide is None or taken.guide_id != guide.pk):
        return [Issue("slug", slug, f"“{slug}” is or was the address of another guide.")]
    if taken is not None and taken.current:
        return [Issue("slug", slug, f"“{slug}” is this guide's address already.")]
    return []
