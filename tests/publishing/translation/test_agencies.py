"""Texts go out to agencies and come back: exactly, whole, and never over somebody's words."""

from dataclasses import replace

import pytest
from translate.storage import factory

from guidance.domain.xliff import Document, Text, Unit
from guidance.domain.xliff.reading import read
from guidance.domain.xliff.writing import write
from guidance.models import Collision, Event
from guidance.publishing import Refused, send_out, take_in
from tests.publishing.publication.test_spine import SAFER
from tests.staff import stored


def sent(world, language="es", **how) -> Document:
    return send_out(by=world.writer, guide=world.fresh(), language=language, **how)


def changed(document: Document, key: str, **values: object) -> Document:
    """Return a document in which one section is another."""
    texts = tuple(
        replace(text, **values) if text.key == f"when-to-call-{key}" else text
        for text in document.texts
    )
    return replace(document, texts=texts)


def translated(text: Text, *words: str) -> tuple[Unit, ...]:
    """Return the units of a text with these words as their translation."""
    return tuple(
        replace(unit, target=(replace(unit.source[0], text=word),), state="translated")
        for unit, word in zip(text.units, words, strict=True)
    )


def text(document: Document, key: str) -> Text:
    return next(each for each in document.texts if each.key == f"when-to-call-{key}")


def test_what_nobody_touched_comes_back_and_changes_nothing(world):
    document = sent(world, only_behind=False)
    before = stored()
    taken = take_in(by=world.writer, document=read(write(document).encode()))
    assert taken.saved.saved == []
    # A computer made it: that nobody changed a word does not make it somebody's.
    assert "Stay calm" in taken.left_out
    assert stored() == before


def test_translation_from_outside_goes_into_the_draft_with_the_english_it_is_of(world):
    document = sent(world, "so")
    calm = text(document, "calm")
    assert [unit.target for unit in calm.units] == [(), ()]
    document = changed(document, "calm", units=translated(calm, "Is deji", "Badbaadada hormari."))
    taken = take_in(by=world.writer, document=read(write(document).encode()))
    row = world.row("calm")
    assert (row.heading_so, row.body_so) == ("Is deji", "<p>Badbaadada hormari.</p>")
    assert row.made_from_so == world.english_digest("calm")
    assert row.provenance_so == "human"
    assert set(taken.left_out) == {"When to call", "Call 911 now if"}
    assert Event.objects.filter(verb="sent out to translate", subject="Somali").exists()


def test_only_what_is_behind_is_sent_unless_all_is_asked_for(world):
    world.write("calm", "es", made_from=world.english_digest("calm"), heading="Con calma")
    world.publish(world.submit())
    assert "when-to-call-calm" not in {each.key for each in sent(world).texts}
    assert "when-to-call-calm" in {each.key for each in sent(world, only_behind=False).texts}


def test_everything_wrong_is_said_and_nothing_is_half_taken_in(world):
    document = sent(world, "so")
    good, signs = text(document, "calm"), text(document, "signs")
    link = replace(signs.units[0].source[0], href="tel:911")
    broken = (replace(signs.units[0], target=(link,)), *signs.units[1:])
    document = replace(
        document,
        texts=(
            *changed(document, "calm", units=translated(good, "Is deji", "Waa.")).texts[:1],
            replace(good, units=translated(good, "Is deji", "Waa.")),
            replace(signs, units=broken),
            replace(good, key="nowhere"),
        ),
    )
    before = stored()
    with pytest.raises(Refused) as refused:
        take_in(by=world.writer, document=document)
    told = str(refused.value)
    assert "the marks are damaged (not in the English: link to tel:911)" in told
    assert "There is no section “nowhere”" in told
    assert stored() == before


def test_english_that_changed_since_is_said_by_section(world):
    document = sent(world, "so")
    world.change(body=SAFER)
    with pytest.raises(Refused, match="Call 911 now if: the English has changed since"):
        take_in(by=world.writer, document=document)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"language": "fr"}, "no language of this site"),
        ({"language": "en"}, "no language of this site"),
        ({"guide": "nowhere"}, "no published guide “nowhere”"),
    ],
)
def test_file_of_another_place_is_refused(world, values, problem):
    with pytest.raises(Refused, match=problem):
        take_in(by=world.writer, document=replace(sent(world, "so"), **values))


def test_words_written_at_the_desk_meanwhile_stand_and_the_file_s_are_kept_beside_them(world):
    document = sent(world, "so")
    calm = text(document, "calm")
    digest = world.english_digest("calm")
    world.write("calm", "so", made_from=digest, heading="Deggan", body="<p>Nabad.</p>")
    document = changed(document, "calm", units=translated(calm, "Is deji", "Badbaado."))
    taken = take_in(by=world.approver, document=document)
    assert world.row("calm").heading_so == "Deggan"
    assert len(taken.saved.collisions) == Collision.objects.count() == 2


def test_a_standard_reader_opens_the_file(world, tmp_path):
    path = tmp_path / "when-to-call.es.xlf"
    path.write_text(write(sent(world, only_behind=False)), "utf-8")
    store = factory.getobject(str(path))
    assert (store.getsourcelanguage(), store.gettargetlanguage()) == ("en", "es")
    by_id = {unit.getid().rpartition("\x04")[2]: unit for unit in store.units}
    unit = by_id["when-to-call-signs.1"]
    assert (str(unit.source), str(unit.target)) == ("You hear gunshots.", "Oye disparos.")
    unit.target = "Escucha disparos."
    store.save()
    taken = take_in(by=world.writer, document=read(path.read_bytes()))
    assert [edit.field for edit in taken.saved.saved] == ["body"]
    assert "Escucha disparos." in world.row("signs").body_es
