"""Every link of the starter content leads somewhere, in every language."""

import re

import pytest
from django.core.management import call_command

from guidance.starter import OFFERED

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_every_link_of_every_page_leads_somewhere(node, client):
    call_command("load_starter", verbosity=0)
    node.build()
    for language in OFFERED:
        _walk(node, client, language)


def _walk(node, client, language: str) -> None:
    """Follow every link within a language, from its first page on."""
    pages: dict[str, str] = {}
    waiting = [f"/{language}/"]
    anchors = set()
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        final, text = _open(node, client, address)
        place = final.partition("#")[0]
        pages[address] = pages[place] = text
        for href in [final, *re.findall(r'<a\b[^>]*?href="([^"]*)"', text)]:
            path, _, anchor = href.partition("#")
            path = path or place
            if path.startswith(f"/{language}/"):
                waiting.append(path)
                anchors.add((path, anchor))
    for path, anchor in anchors:
        assert not anchor or f'id="{anchor}"' in pages[path], f"{path}#{anchor}"
    assert len(pages) > 50


def _open(node, client, address: str) -> tuple[str, str]:
    """Ask as a reader does: give the address it ended at, and the page."""
    path = address.partition("#")[0]
    answer = node.ask(path)
    if node.passed_on[-1:] == [path]:
        answer = client.get(path)
        status, body = answer.status_code, answer.content
    else:
        status, body = answer.code, answer.body
    if status in {301, 302}:
        return _open(node, client, answer.headers["Location"])
    assert status == 200, address
    return address, body.decode()
