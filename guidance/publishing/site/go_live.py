"""Going live: the site stops saying that it is a demonstration.

What the starter content rests on was collected from published pages, not confirmed by the city. A
named person ticks each thing below before the site may speak as the city's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from guidance.domain.text.markup import collapse
from guidance.models import GoLiveTick, Guide, Site
from guidance.publishing.errors import Issue, Refused, WrongState
from guidance.publishing.history import record, take_release
from guidance.publishing.locks import for_update
from guidance.publishing.people.permissions import Act, require

ITEMS: Mapping[str, str] = {
    "911-list": "The city's own list of when to call 911, word for word",
    "mpd-list": "The city's own list of what Minneapolis police will not do",
    "311": "311's hours, e-mail address and number for TTY calls",
    "phones": "Phones of OIRA, ILCM, Volunteer Lawyers Network and Mid-Minnesota Legal Aid",
    "courts": "Where the court orders and appeals stand",
    "ordinance": "The ordinance's text of 2025 and its file number",
    "forms": "Addresses of the state's and the ACLU's report forms and the city's resource center",
    "rights-cards": "The languages of the printed rights cards",
    "languages-spoken": "Current counts of languages spoken in the city",
    "secret": "The secret key was made for this installation and is kept safe",
    "second-factor": "Every staff account signs in with a second factor",
    "public-address": "The public address is the city's own, and encrypted",
    "reviewed-languages": "Qualified people reviewed the 911, 311, do, don't, may and may-not "
    "sections of each language that is to be shown",
}
"""What must be checked, by name. The first nine are the re-check list of the starter's sources."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """One thing to check: who ticked it last, if anybody did and it still holds."""

    item: str
    what: str
    tick: GoLiveTick | None


def checklist() -> list[Ticked]:
    """Return everything to check before going live, with its tick if it still holds."""
    latest = {tick.item: tick for tick in GoLiveTick.objects.select_related("person")}
    return [
        Ticked(item, what, latest[item] if item in latest and latest[item].holds else None)
        for item, what in ITEMS.items()
    ]


@transaction.atomic
def tick(*, by: User, item: str, holds: bool = True, note: str = "") -> GoLiveTick:
    """Record that ``by`` has checked one item, or that it does not hold after all."""
    require(by, Act.ADMINISTER)
    if item not in ITEMS:
        known = ", ".join(ITEMS)
        raise Refused([Issue("item", item, f"There is no item “{item}”. The items are: {known}.")])
    now = timezone.now()
    verb = "ticked for going live" if holds else "unticked for going live"
    event = record(at=now, by=by, verb=verb, subject=item, reason=collapse(note))
    return GoLiveTick.objects.create(
        item=item, holds=holds, person=by, at=now, note=collapse(note), event=event
    )


@transaction.atomic
def go_live(*, by: User) -> Site:
    """End the demonstration. Raises Refused with everything that is not ticked or not so."""
    require(by, Act.ADMINISTER)
    Site.objects.get_or_create(pk=1)
    site = for_update(Site).get(pk=1)
    if not site.demonstration:
        raise WrongState("This site is live already.")
    issues = [
        Issue(entry.item, entry.item, f"Nobody has ticked “{entry.item}”: {entry.what}.")
        for entry in checklist()
        if entry.tick is None
    ]
    if not settings.PUBLIC_URL.startswith("https://"):
        issues.append(
            Issue(
                "public-address",
                "public-address",
                f"The public address {settings.PUBLIC_URL} is not encrypted. Set PUBLIC_URL to the "
                "city's https address.",
            )
        )
    if issues:
        raise Refused(issues)
    site.demonstration = False
    site.save(update_fields=["demonstration"])
    event = record(at=timezone.now(), by=by, verb="went live")
    take_release(event, touched=Guide.objects.all())
    return site
