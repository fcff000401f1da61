"""A kind of section is one entry in the domain: all below the database is read from it."""

import dataclasses
import shutil

import pytest

from guidance import rendering
from guidance.domain.text.content import Kind
from guidance.domain.translation.freshness import Severity
from guidance.domain.translation.severity import EnglishText, lowest_severity
from guidance.rendering.parts.engine import style
from guidance.rendering.parts.kinds import colours, drawings
from guidance.starter import FOLDER
from guidance.starter.reading import read_starter
from tests.rendering.builders import PUBLIC_URL, guide_frame, site_frame, small_guide, texts_of


@pytest.fixture
def park(monkeypatch):
    """A kind that is there for one test."""
    kind = Kind._new_member_(Kind, "park", "In a <park>", "heart", "do", True)
    kind._name_ = "PARK"
    monkeypatch.setattr(Kind, "_member_names_", [*Kind._member_names_, "PARK"])
    monkeypatch.setitem(Kind._member_map_, "PARK", kind)
    monkeypatch.setitem(Kind._value2member_map_, "park", kind)
    return kind


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.drawing or kind.colour])
def test_every_drawing_and_every_colour_is_known(kind):
    assert [kind] == [drawn for drawn, _ in drawings([kind])]
    assert [kind in colour["kinds"] for colour in colours()].count(True) == 1


def test_new_kind_is_drawn_with_its_label_in_its_colour(park):
    guide = small_guide()
    general = dataclasses.replace(guide.sections[3].general, kind=park)
    section = dataclasses.replace(guide.sections[3], general=general)
    texts = texts_of(dataclasses.replace(guide, sections=(guide.sections[0], section)))
    page = rendering.guide_page(
        language="en",
        text=texts["en"],
        english=texts["en"],
        guide=guide_frame(texts),
        site=site_frame(texts),
        public_url=PUBLIC_URL,
    )
    assert 'class="card k-park"' in page.html
    assert '<use href="#_park"/></svg>In a &lt;park&gt;</p>' in page.html
    assert '<symbol id="_park" viewBox="0 0 24 24"><path d="M12 20C' in page.html
    sheet = style.__wrapped__("parts/base.css")
    (alike,) = [colour["kinds"] for colour in colours() if park in colour["kinds"]]
    alike = [f".text> .k-{kind}" for kind in alike]
    assert f"{','.join(alike)}{{border-color:var(--do)}}" in sheet
    assert ".k-park .kind{color:var(--do)}" in sheet


def test_every_change_in_a_new_guarded_kind_is_at_least_a_change_of_meaning(park):
    old, new = EnglishText(park, "H", "<p>One</p>"), EnglishText(park, "H", "<p>Two</p>")
    floor = lowest_severity(old, new)
    assert (floor.severity, floor.reasons) == (Severity.MEANING, ("guarded",))
    assert lowest_severity(old, old).severity == Severity.WORDING


def test_new_kind_is_read_from_the_starter_content(park, tmp_path):
    shutil.copytree(FOLDER / "guides", tmp_path / "guides")
    shutil.copytree(FOLDER / "contacts", tmp_path / "contacts")
    file = tmp_path / "guides" / "police" / "en.txt"
    file.write_text(file.read_text().replace("kind: not_allowed", "kind: park", 1))
    (police,) = [g for g in read_starter(tmp_path).guides if g.content.key == "police"]
    assert park in [section.general.kind for section in police.content.sections]
