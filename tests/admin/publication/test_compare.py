"""Comparing two texts of a guide at the desk, and looking at one in two widths."""

import pytest

from guidance.publishing import order_sections, plan_retirement
from tests.publishing.publication.test_spine import SAFER


def shown(client, **asked):
    response = client.get("/admin/guides/when-to-call/compare/", asked)
    return response.status_code, response.content.decode()


def test_draft_is_compared_with_what_is_published(client, world):
    client.force_login(world.writer)
    world.write("signs", body=SAFER)
    world.write("calm", "es", heading="Calma")
    status, html = shown(client)
    assert status == 200
    assert "a gun" in html and "<ins>" in html
    assert "Stay calm" not in html
    _, spanish = shown(client, language="es")
    assert 'lang="es" dir="ltr"' in spanish
    assert "Calma" in spanish


def test_submission_is_compared_in_the_language_of_its_readers(client, world):
    client.force_login(world.approver)
    world.write("signs", body=SAFER)
    submission = world.submit("safety")
    status, html = shown(client, **{"from": "1", "to": f"s{submission.pk}", "language": "ar"})
    assert status == 200
    assert 'dir="rtl"' in html
    assert "a gun" in html and 'lang="en" dir="ltr"' in html


def test_versions_show_what_moved_came_and_went(client, world):
    client.force_login(world.approver)
    keys = [row.key for row in world.guide.sections.order_by("position")]
    order_sections(by=world.writer, guide=world.guide, keys=[keys[0], keys[2], keys[1]])
    world.publish(world.submit())
    plan_retirement(by=world.writer, section=world.row("calm"), reason="Said elsewhere.")
    world.publish(world.submit())
    assert "Moved" in shown(client, **{"from": "1", "to": "2"})[1]
    assert "Taken out" in shown(client, **{"from": "2", "to": "3"})[1]
    assert "Added" in shown(client, **{"from": "3", "to": "2"})[1]
    assert "nothing changed" in shown(client, **{"from": "3", "to": "3"})[1]


@pytest.mark.parametrize("asked", ["99", "x", "s99", "s", "sx", "-1", "1e3"])
def test_text_that_is_not_there_is_said_to_be_missing(client, world, asked):
    client.force_login(world.writer)
    assert shown(client, to=asked)[0] == 404


def test_preview_may_be_framed_by_the_page_of_two_widths_alone(client, world):
    client.force_login(world.writer)
    look = client.get("/admin/guides/when-to-call/look/?language=es")
    html = look.content.decode()
    assert html.count("<iframe") == 2 and "language=es" in html
    assert "frame-src 'self'" in look["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in look["Content-Security-Policy"]
    framed = client.get("/admin/guides/when-to-call/preview/?language=es")
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    other = client.get("/admin/guides/when-to-call/")
    assert "frame-src" not in other["Content-Security-Policy"]
