"""Languages are switched on and off for readers; a live site shows what was reviewed."""

import pytest

from guidance.domain.text.content import Provenance
from guidance.models import Event, Guide, Release, Section, Site
from guidance.publishing import Refused, WrongState, offer_language, show_unreviewed
from guidance.publishing.site import languages as offering
from guidance.queries.guide_frame import guide_frame
from guidance.queries.site_frame import offered_languages
from tests.staff import stored


@pytest.fixture
def live_site(world):
    Site.objects.update_or_create(pk=1, defaults={"demonstration": False})
    return world


def test_switching_off_says_why_and_takes_a_number(world):
    offer_language(by=world.approver, language="es", offered=False, reason="It reads badly.")
    assert "es" not in offered_languages()
    event = Event.objects.get(verb="switched language off")
    assert (event.subject, event.reason) == ("Spanish", "It reads badly.")
    assert Release.objects.latest("number").event == event
    offer_language(by=world.approver, language="es", offered=True)
    assert "es" in offered_languages()


@pytest.mark.parametrize(
    ("language", "offered", "reason", "told"),
    [
        ("es", False, " ", "Say why"),
        ("en", False, "x", "English is what every translation is made from"),
        ("xx", True, "x", "There is no language"),
        ("so", True, "x", "Nothing is published in Somali"),
    ],
)
def test_what_cannot_be_switched_is_refused_in_plain_words(world, language, offered, reason, told):
    before = stored()
    with pytest.raises(Refused, match=told):
        offer_language(by=world.approver, language=language, offered=offered, reason=reason)
    assert stored() == before


def test_what_is_so_already_is_said(world):
    with pytest.raises(WrongState, match="Spanish is switched on already"):
        offer_language(by=world.approver, language="es", offered=True)


def test_language_without_words_around_the_guides_is_not_offered(world, monkeypatch):
    offer_language(by=world.approver, language="es", offered=False, reason="x")
    monkeypatch.setattr(offering, "has_catalogue", lambda _: False)
    with pytest.raises(Refused, match="The words around the guides"):
        offer_language(by=world.approver, language="es", offered=True, reason="x")


def test_live_site_offers_what_is_not_reviewed_only_for_a_reason(live_site):
    offer_language(by=live_site.approver, language="es", offered=False, reason="x")
    with pytest.raises(Refused, match="Nobody has reviewed 1 of the sections"):
        offer_language(by=live_site.approver, language="es", offered=True)
    offer_language(by=live_site.approver, language="es", offered=True, reason="Better than none.")
    shown = guide_frame(live_site.fresh()).sections["es"]
    assert shown["when-to-call-signs"].how == "withheld"


def test_override_shows_these_words_and_no_others(live_site):
    section = live_site.row("signs")
    show_unreviewed(by=live_site.approver, section=section, language="es", reason="I speak it.")
    shown = guide_frame(live_site.fresh()).sections["es"]["when-to-call-signs"]
    assert (shown.how, shown.machine) == ("own", True)
    (found,) = offering.unreviewed([live_site.fresh()], "es")
    assert found.override.reason == "I speak it."
    live_site.write("signs", "es", heading="Llame ahora al 911 si")
    live_site.publish(live_site.submit())
    shown = guide_frame(live_site.fresh()).sections["es"]["when-to-call-signs"]
    assert shown.how == "withheld"


def test_override_only_for_what_is_held_back_for_want_of_a_review(world):
    with pytest.raises(WrongState, match="not held back"):
        show_unreviewed(by=world.approver, section=world.row("signs"), language="es", reason="x")
    Site.objects.update_or_create(pk=1, defaults={"demonstration": False})
    with pytest.raises(WrongState, match="not held back"):
        show_unreviewed(by=world.approver, section=world.row("calm"), language="es", reason="x")
    with pytest.raises(Refused, match="Say why"):
        show_unreviewed(by=world.approver, section=world.row("signs"), language="es", reason=" ")


def test_reviewed_words_need_no_override(live_site):
    Section.objects.filter(key="when-to-call-signs").update(provenance_es=Provenance.REVIEWED)
    live_site.publish(live_site.submit())
    guide = Guide.objects.select_related("live_edition").get(pk=live_site.guide.pk)
    assert offering.unreviewed([guide], "es") == []
    assert guide_frame(guide).sections["es"]["when-to-call-signs"].how == "own"
