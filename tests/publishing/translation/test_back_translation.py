"""Translations are held against what they say when somebody translates them back."""

import pytest

from guidance.domain.text.digests import words_digest
from guidance.models import BackTranslation
from guidance.publishing import Refused, WrongState, submit, translate_back


def back(world, words, **how):
    row = world.row("calm")
    read = words_digest(row.heading_es, row.body_es)
    cell = world.cell("calm", how.pop("language", "es"))
    return translate_back(by=world.writer, cell=cell, read=how.pop("read", read), words=words)


def test_lost_condition_asks_for_a_reason_until_the_words_change(world):
    world.change("calm", "meaning", body="<p>Put safety first, unless you are alone.</p>")
    digest = world.english_digest("calm")
    world.write("calm", "es", made_from=digest, body="<p>La seguridad es lo primero, sola.</p>")
    back(world, "Stay calm\n\nSafety is first, if you are alone.")
    row = BackTranslation.objects.get()
    assert row.words == "Stay calm\nSafety is first, if you are alone."
    names = [world.cell("calm", "es")]
    with pytest.raises(Refused, match="“unless” stands 1 times in the English, and 0 times"):
        submit(by=world.writer, guide=world.guide, note="x", severities={}, cells=names)
    world.write("calm", "es", body="<p>La seguridad es lo primero, a menos que esté sola.</p>")
    submit(by=world.writer, guide=world.guide, note="x", severities={}, cells=names)


def test_it_is_of_the_words_that_were_read(world):
    with pytest.raises(WrongState, match="changed since you read it"):
        back(world, "Stay calm", read="d1:other")


@pytest.mark.parametrize(("words", "language"), [("  \n ", "es"), ("Stay calm", "en")])
def test_nothing_and_english_are_not_kept(world, words, language):
    with pytest.raises(Refused):
        back(world, words, language=language)
    assert not BackTranslation.objects.exists()
