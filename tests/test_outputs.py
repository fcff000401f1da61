"""An output that is added to the list is everywhere, with nothing else to be changed."""

import sys
from dataclasses import replace
from types import ModuleType

import pytest

from guidance.domain.pages import outputs
from guidance.domain.pages.outputs import Kind, Output, Scope
from guidance.publishing.site.guides import slug_issues
from guidance.release import registry
from guidance.release.builder import now
from guidance.release.making.pages import Document, PublicSite
from guidance.release.mirror import files
from guidance.release.taking.snapshot import DatabaseSnapshot
from guidance.rendering import Page
from guidance.serving import front
from guidance.urls import patterns
from tests.node import URL, node
from tests.test_addresses import documented, in_code

__all__ = ["node"]

pytestmark = pytest.mark.once


@pytest.fixture
def add(monkeypatch, settings):
    """Add an output to the list, as if it had always been there."""

    def added(output: Output, make, linked=None) -> None:
        monkeypatch.setattr(outputs, "OUTPUTS", (*outputs.OUTPUTS, output))
        monkeypatch.setitem(registry.MAKERS, output.name, make)
        if linked:
            monkeypatch.setitem(registry.LINKED, output.name, linked)
        module = ModuleType("tests.urls_with_one_more")
        module.urlpatterns = list(patterns())
        monkeypatch.setitem(sys.modules, module.__name__, module)
        settings.ROOT_URLCONF = module.__name__
        monkeypatch.setattr(front, "PASSED_ON", front._passed_on())

    return added


def _live_site() -> PublicSite:
    """Return the site as it is once it is no demonstration any more."""
    at = now()
    public = PublicSite(DatabaseSnapshot(at), at, URL)
    public.site_frame = replace(public.site_frame, demonstration=False)
    return public


@pytest.fixture
def leaflet(add) -> None:
    add(
        Output("leaflet", "/{language}/leaflet/", in_sitemap=True),
        lambda _site, language: Document(f"A leaflet in {language}.", "text/plain"),
    )


def test_ready_output_is_answered_with_and_without_a_release(node, world, client, leaflet):
    root = node.build()
    assert node.ask("/es/leaflet/").body == b"A leaflet in es."
    assert client.get("/es/leaflet/").content == b"A leaflet in es."
    mirrored = {file.path: file.content for file in files(node.store, root, now())}
    assert mirrored["es/leaflet/index.html"] == b"A leaflet in es."


def test_its_name_is_refused_to_guides(world, add):
    assert slug_issues("leaflet", None) == []
    add(Output("leaflet", "/{language}/leaflet/"), PublicSite.about)
    assert "kept for a page of the site" in str(slug_issues("leaflet", None)[0])


def test_page_of_addresses_has_to_name_it(leaflet):
    assert in_code(patterns()) - documented() == {"/{lang}/leaflet/"}


def test_sitemap_holds_it_if_it_is_marked(world, add):
    add(Output("leaflet", "/{language}/leaflet/", in_sitemap=True), PublicSite.about)
    add(Output("poster", "/{language}/poster/"), PublicSite.about)
    sitemap = _live_site().sitemap().text
    assert f"<loc>{URL}/es/leaflet/</loc>" in sitemap
    assert "poster" not in sitemap


def test_output_made_on_request_is_answered_and_mirrored(node, world, client, add):
    def make(site, language, record, number):
        about = site.about(language)
        return replace(about, html=f"{record.frame.key} {number}", noindex=False)

    add(
        Output("slip", "/{language}/{slug}/slip{number}/", Kind.ON_REQUEST, noindex=True),
        make,
        lambda record: iter([{"number": edition.number} for edition in record.editions]),
    )
    root = node.build()
    node.ask("/es/when-to-call/slip1/")
    assert node.passed_on == ["/es/when-to-call/slip1/"]
    response = client.get("/es/when-to-call/slip1/")
    assert response.content == b"when-to-call 1"
    assert response["X-Robots-Tag"] == "noindex"
    assert client.get("/es/nothing/slip1/").status_code == 404
    mirrored = {file.path: file.content for file in files(node.store, root, now())}
    assert mirrored["es/when-to-call/slip1/index.html"] == b"when-to-call 1"
    assert in_code(patterns()) - documented() == {"/{lang}/{guide}/slip{n}/"}


def test_every_output_has_its_making():
    made = outputs.of_kind(Kind.READY, Kind.ERROR, Kind.ON_REQUEST)
    assert registry.MAKERS.keys() == {output.name for output in made}
    on_request = outputs.of_kind(Kind.ON_REQUEST)
    assert registry.LINKED.keys() == {output.name for output in on_request}


def test_search_engines_are_told_of_nothing_they_are_asked_to_leave_out():
    assert not [output for output in outputs.OUTPUTS if output.in_sitemap and output.noindex]


def test_pages_of_a_live_site_say_whether_search_engines_may_list_them(world):
    public = _live_site()
    record = public.snapshot.guide("when-to-call")
    seen = set()
    for scope, where in ((Scope.LANGUAGE, ["es"]), (Scope.GUIDE, ["es", record])):
        for output in outputs.of_kind(Kind.READY, Kind.ON_REQUEST):
            if output.scope is not scope:
                continue
            for named in list(registry.LINKED.get(output.name, lambda _: [{}])(record)):
                answer = registry.make(output, public, *where, **named)
                if isinstance(answer, Page) and answer.status == 200:
                    seen.add(output.name)
                    assert answer.noindex == output.noindex, output.name
    assert seen >= {"about", "guide", "history", "with-english", "version"}
