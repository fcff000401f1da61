"""What staff are told before a publication is what the release shows afterwards."""

from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from guidance.domain.languages import TRANSLATED_CODES
from guidance.domain.text.cells import CellId
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.visibility import Shown
from guidance.models import Contact, Guide, Site, Submission
from guidance.publishing import (
    FieldEdit,
    approve,
    publish,
    save_cells,
    show_unreviewed,
    submit,
    submit_contacts,
)
from guidance.publishing.site.starter import NewGuide, load
from guidance.queries.forecast import Forecast, forecast
from guidance.queries.guide_frame import guide_frame
from guidance.queries.site_frame import around_frame
from guidance.queries.submitted import cells_of
from tests.publishing.publication.test_never_lies import NAMES, STEPS, Play
from tests.world import World, small_guide


@dataclass(frozen=True)
class Change:
    """What is submitted of one text; ``severity`` None leaves its English as it is."""

    severity: Severity | None
    spanish: bool
    somali: bool

    @property
    def is_one(self) -> bool:
        return bool(self.severity or self.spanish or self.somali)


def changes(*severities: Severity) -> st.SearchStrategy[Change]:
    return st.builds(Change, st.sampled_from([None, *severities]), st.booleans(), st.booleans())


ONCE = settings(
    # Making a failing example smaller publishes again and again: it takes minutes, and says little.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

GUIDE_CHANGES = st.fixed_dictionaries(
    {"signs": changes(Severity.MEANING, Severity.SAFETY), "calm": changes(*Severity)}
).filter(lambda found: any(change.is_one for change in found.values()))


@pytest.fixture
def two_guides(world: World) -> World:
    """The small site with a second guide, which shows the contact 911 too."""
    guide = NewGuide(small_guide("recording"), "recording", 2, {"en": "First."})
    load(guides=[guide], contacts=[], offered=[])
    return world


def go_live(world: World, *, override: bool) -> None:
    """Let the site be the city's own, which shows a guarded text only once it is reviewed."""
    Site.objects.update_or_create(pk=1, defaults={"demonstration": False})
    if override:
        section = world.row("signs")
        show_unreviewed(by=world.approver, section=section, language="es", reason="We asked.")


def submit_guide(world: World, found: dict[str, Change]) -> Submission:
    """Submit these changes of the small guide."""
    for name, change in found.items():
        said = "<p>Zz.</p>" if name == "calm" else "<ul><li>Zz one.</li><li>Zz two.</li></ul>"
        heading = "Zz" if name == "calm" else "911 Zz"
        live = world.english_digest(name)
        if change.severity:
            world.write(name, body=said)
        for code, goes in (("es", change.spanish), ("so", change.somali)):
            if goes:
                world.write(name, code, made_from=live, heading=heading, body=said)
    cells = [
        world.cell(name, code)
        for name, change in found.items()
        for code, goes in (
            ("en", change.severity),
            ("es", change.spanish),
            ("so", change.somali),
        )
        if goes
    ]
    return submit(
        by=world.writer,
        guide=world.guide,
        note="x",
        severities={
            f"section/when-to-call-{name}": change.severity
            for name, change in found.items()
            if change.severity
        },
        cells=cells,
        reasons={str(cell): "It is so." for cell in cells if cell.language != "en"},
    )


def submit_contact(world: World, change: Change) -> Submission:
    """Submit a change of the contact 911, which both guides show."""
    row = Contact.objects.get(key="911")
    edits = [(code, "heading", "Zz") for code in ("es", "so") if getattr(change, NAMED[code])]
    if change.severity:
        edits.append(("en", "body", "<p>Zz helps.</p>"))
    live = row.made_from_es
    save_cells(
        by=world.writer,
        edits=[
            FieldEdit(
                CellId("contact", "911", "words", code),
                field,
                getattr(row, f"{field}_{code}"),
                text,
                None if code == "en" else live,
            )
            for code, field, text in edits
        ],
    )
    cells = [CellId("contact", "911", "words", code) for code, _, _ in edits]
    return submit_contacts(
        by=world.writer,
        note="x",
        severities={"contact/911": change.severity} if change.severity else {},
        contacts=[row],
        cells=cells,
        reasons={str(cell): "It is so." for cell in cells if cell.language != "en"},
    )


NAMED = {"es": "spanish", "so": "somali"}


def told_and_published(world: World, submission: Submission) -> dict[tuple[str, str], Shown]:
    """Publish, and return what was told before, with the time at which it became true."""
    at = timezone.now()
    told: Forecast = forecast(
        submission.guide,
        cells_of(submission),
        {text: Severity(entry["declared"]) for text, entry in submission.severities.items()},
        at,
        TRANSLATED_CODES,
    )
    approve(by=world.approver, submission=submission, vouching="I asked.")
    editions = publish(by=world.approver, submission=submission)
    return {
        name: replace(shown, since=editions[0].released) if shown.since == at else shown
        for name, shown in told.shown.items()
    }


def shown_now(guide: Guide) -> dict[tuple[str, str], Shown]:
    """Return what the release shows of every section and contact of a guide."""
    frame = guide_frame(guide)
    return {
        (f"{subject}/{key}", code): shown
        for subject, found in (("section", frame.sections), ("contact", frame.contacts))
        for code, by_key in found.items()
        for key, shown in by_key.items()
    }


@settings(ONCE, max_examples=16)
@given(steps=STEPS, live=st.booleans(), override=st.booleans(), found=GUIDE_CHANGES)
def test_of_a_guide_what_was_told_is_what_is_shown(two_guides, steps, live, override, found):
    with transaction.atomic():
        play = Play(two_guides)
        for act, name in steps:
            act(play, name)
        if live:
            go_live(two_guides, override=override)
        told = told_and_published(two_guides, submit_guide(two_guides, found))
        assert told == shown_now(two_guides.fresh())
        transaction.set_rollback(True)


@settings(ONCE, max_examples=10)
@given(steps=STEPS, live=st.booleans(), found=changes(*Severity).filter(lambda each: each.is_one))
def test_of_a_contact_what_was_told_is_what_every_guide_shows(two_guides, steps, live, found):
    with transaction.atomic():
        play = Play(two_guides)
        for act, name in steps:
            act(play, name)
        if live:
            go_live(two_guides, override=False)
        told = told_and_published(two_guides, submit_contact(two_guides, found))
        assert {text for text, _ in told} == {"contact/911"}
        for guide in Guide.objects.all():
            shown = shown_now(guide)
            assert {name: shown[name] for name in told} == told
        everywhere = around_frame(timezone.now()).contact_states["911"]
        assert {code: told["contact/911", code] for code in TRANSLATED_CODES} == everywhere
        transaction.set_rollback(True)


def test_every_section_is_told_of(two_guides):
    submission = submit_guide(two_guides, {"calm": Change(Severity.MEANING, False, False)})
    told = told_and_published(two_guides, submission)
    keys = {"head-when-to-call", *(f"when-to-call-{name}" for name in NAMES)}
    assert {text for text, _ in told if text.startswith("section/")} == {
        f"section/{key}" for key in keys
    }
