"""No reader is shown an outdated instruction as if it were current: whatever happens, in order."""

import itertools
import string
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guidance.domain.languages import BY_CODE, TRANSLATED_CODES
from guidance.domain.translation.freshness import Severity
from guidance.models import Edition, LanguageOffer, Release
from guidance.publishing import (
    approve,
    correct_urgently,
    hide,
    publish,
    raise_severity,
    save_cells,
    submit,
)
from guidance.publishing.draft.save import FieldEdit
from guidance.queries.guide_frame import guide_frame
from guidance.serving.current import site_in_database
from tests.world import World

NAMES = ("signs", "calm")
LIST = "<ul><li>{0} one.</li><li>{0} two.</li></ul>"


def words() -> Iterator[str]:
    """Return words that stand nowhere else, without digits: those would have to be the same."""
    for letters in itertools.product(string.ascii_lowercase, repeat=3):
        yield "Zq" + "".join(letters)


@dataclass
class Text:
    """A section as the test knows it: what each English did, and which one the Spanish is of."""

    severities: list[Severity | None] = field(default_factory=lambda: [None])
    spanish: str = ""
    made_from: int = 0
    hidden: str | None = None

    def expected(self) -> str:
        """Return what readers of Spanish have to see."""
        if self.hidden == self.spanish:
            return "withheld"
        since = self.severities[self.made_from + 1 :]
        if Severity.SAFETY in since:
            return "withheld"
        return "stale" if Severity.MEANING in since else "own"


class Play:
    """The small site, with what the test knows of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.new = words()
        self.texts = {name: Text() for name in NAMES}

    def body(self, name: str, word: str) -> str:
        return LIST.format(word) if name == "signs" else f"<p>{word} said.</p>"

    def _publish(self, submission) -> None:
        approve(by=self.world.approver, submission=submission, vouching="I asked.")
        publish(by=self.world.approver, submission=submission)

    def english(self, name: str, severity: Severity) -> None:
        word = next(self.new)
        self.world.write(name, body=self.body(name, word))
        self._publish(
            submit(
                by=self.world.writer,
                guide=self.world.guide,
                note="x",
                severities={f"section/when-to-call-{name}": severity},
                cells=[self.world.cell(name)],
            )
        )
        self.texts[name].severities.append(severity)

    def meaning(self, name: str) -> None:
        self.english(name, Severity.MEANING)

    def safety(self, name: str) -> None:
        self.english(name, Severity.SAFETY)

    def wording(self, name: str) -> None:
        # A guarded section allows no less than a change of meaning.
        self.english(name, Severity.MEANING if name == "signs" else Severity.WORDING)

    def urgent(self, name: str) -> None:
        word = next(self.new)
        correct_urgently(
            by=self.world.approver,
            guide=self.world.guide,
            key=f"when-to-call-{name}",
            heading=self.world.row(name).heading_en,
            body=self.body(name, word),
            severity=Severity.SAFETY,
            note="x",
            reason="x",
        )
        self.texts[name].severities.append(Severity.SAFETY)

    def translate(self, name: str) -> None:
        word = next(self.new)
        self._spanish(name, f"911 {word}" if name == "signs" else word, self.body(name, word))
        self.texts[name].spanish = word
        self.texts[name].made_from = len(self.texts[name].severities) - 1

    def no_change_needed(self, name: str) -> None:
        row = self.world.row(name)
        text = self.texts[name]
        if row.made_from_es == self.world.english_digest(name):
            return
        self._spanish(name, row.heading_es, row.body_es)
        text.made_from = len(text.severities) - 1

    def _spanish(self, name: str, heading: str, body: str) -> None:
        digest = self.world.english_digest(name)
        self.world.write(name, "es", made_from=digest, heading=heading, body=body)
        cell = self.world.cell(name, "es")
        self._publish(
            submit(
                by=self.world.writer,
                guide=self.world.guide,
                note="x",
                severities={},
                cells=[cell],
                reasons={str(cell): "It is so."},
            )
        )

    def draft(self, name: str) -> None:
        """Save what nobody publishes."""
        cell = self.world.cell(name, "es")
        row = self.world.row(name)
        save_cells(
            by=self.world.writer,
            edits=[FieldEdit(cell, "heading", row.heading_es, row.heading_es + " x")],
        )
        save_cells(
            by=self.world.writer,
            edits=[FieldEdit(cell, "heading", row.heading_es + " x", row.heading_es)],
        )

    def hide(self, name: str) -> None:
        hide(by=self.world.approver, section=self.world.row(name), language="es", reason="x")
        self.texts[name].hidden = self.texts[name].spanish

    def show(self, name: str) -> None:
        section = self.world.row(name)
        hide(by=self.world.approver, section=section, language="es", reason="x", hidden=False)
        self.texts[name].hidden = None

    def raise_last(self, name: str) -> None:
        """Raise the last change of this section, if there was one that can be raised."""
        text = self.texts[name]
        key = f"section/when-to-call-{name}"
        editions = [row for row in Edition.objects.order_by("number") if key in row.changes]
        if text.severities[-1] in {None, Severity.SAFETY}:
            return
        raise_severity(
            by=self.world.approver,
            edition=editions[-1],
            text=key,
            severity=Severity.SAFETY,
            reason="x",
        )
        text.severities[-1] = Severity.SAFETY

    def check(self) -> None:
        """Hold what the site's frame says against what the test knows."""
        states = guide_frame(self.world.fresh()).sections["es"]
        for name, text in self.texts.items():
            assert states[f"when-to-call-{name}"].how == text.expected(), name

    def check_pages(self) -> None:
        """Find no withheld word on any live page, and every shown one on its guide's."""
        site = site_in_database()
        record = site.snapshot.guide("when-to-call")
        pages = {
            "guide": site.guide("es", record),
            "with English": site.with_english("es", record),
            "history": site.history("es", record),
            "questions": site.questions("es"),
            "section": site.section("es", "when-to-call-signs"),
        }
        for name, text in self.texts.items():
            if not text.spanish:
                continue
            shown = text.expected() != "withheld"
            for page, answer in pages.items():
                html = getattr(answer, "html", "")
                if not shown:
                    assert text.spanish not in html, (page, name)
            assert (text.spanish in pages["guide"].html) == shown


OPERATIONS = (
    Play.wording,
    Play.meaning,
    Play.safety,
    Play.urgent,
    Play.translate,
    Play.no_change_needed,
    Play.draft,
    Play.hide,
    Play.show,
    Play.raise_last,
)

STEPS = st.lists(
    st.tuples(st.sampled_from(OPERATIONS), st.sampled_from(NAMES)), min_size=3, max_size=9
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_withheld_word_is_on_a_live_page_whatever_was_done(world, steps):
    with transaction.atomic():
        play = Play(world)
        for act, name in steps:
            act(play, name)
            play.check()
        play.check_pages()
        transaction.set_rollback(True)


def in_every_language(world: World) -> None:
    """Return the 911 section a translation in each language, and offer them all."""
    for code in TRANSLATED_CODES:
        LanguageOffer.objects.update_or_create(language=code, defaults={"offered": True})
        if code != "es":
            world.write(
                "signs",
                code,
                made_from=world.english_digest("signs"),
                heading=f"{BY_CODE[code].own_name} 911",
                body="<ul><li>Xx.</li><li>Yy.</li></ul>",
            )
    names = [world.cell("signs", code) for code in TRANSLATED_CODES if code != "es"]
    reasons = {str(name): "Short for a test." for name in names}
    submission = submit(
        by=world.writer,
        guide=world.guide,
        note="In every language.",
        severities={},
        cells=names,
        reasons=reasons,
    )
    approve(by=world.approver, submission=submission)
    publish(by=world.approver, submission=submission)


def how(world: World, key: str = "signs") -> dict[str, str]:
    sections = guide_frame(world.fresh()).sections
    return {code: sections[code][f"when-to-call-{key}"].how for code in TRANSLATED_CODES}


def test_safety_change_hides_one_section_in_seven_languages_and_somali_comes_back_alone(world):
    in_every_language(world)
    assert set(how(world).values()) == {"own"}
    before, others = Release.objects.count(), how(world, "calm")
    world.change(body="<ul><li>You hear gunshots.</li><li>You see a gun.</li></ul>")
    assert Release.objects.count() == before + 1
    assert set(how(world).values()) == {"withheld"}
    assert how(world, "calm") == others

    world.write(
        "signs",
        "so",
        made_from=world.english_digest("signs"),
        body="<ul><li>Rasaas baad maqashay.</li><li>Qori baad aragtay.</li></ul>",
    )
    submission = world.submit(note="The Somali says what the English says.")
    assert [str(cell) for cell in submission.cells.all()] == ["section/when-to-call-signs/words/so"]
    edition = world.publish(submission)
    assert {code for code, shown in how(world).items() if shown == "own"} == {"so"}

    site = site_in_database()
    record = site.snapshot.guide("when-to-call")
    somali = site.guide("so", record).html
    assert "Qori baad aragtay." in somali
    amharic = site.guide("am", record).html
    assert "Amharic" in amharic
    assert "You see a gun." in amharic
    listed = {
        code: [version.number for version in record.frame.versions if code in version.changed_for]
        for code in ("so", "am")
    }
    assert listed == {"so": [4, 3, 2, 1], "am": [3, 2, 1]}
    assert edition.number == 4
    assert "The Somali says what the English says." in site.history("so", record).html
    assert "The Somali" not in site.history("am", record).html
