"""Every link of the starter content leads somewhere, in every language."""

import re

import pytest
from django.core.management import call_command

from guidance.starter import OFFERED


@pytest.mark.django_db
@pytest.mark.parametrize("language", OFFERED)
def test_every_link_of_every_page_leads_somewhere(client, language):
    call_command("load_starter", verbosity=0)
    pages: dict[str, str] = {}
    waiting = [f"/{language}/"]
    anchors = set()
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        pages[address] = response.content.decode()
        final = response.redirect_chain[-1][0] if response.redirect_chain else address
        pages[final.split("#")[0]] = pages[address]
        for href in [final, *re.findall(r'<a\b[^>]*?href="([^"]*)"', pages[address])]:
            path, _, anchor = href.partition("#")
            path = path or final.split("#")[0]
            if path.startswith(f"/{language}/"):
                waiting.append(path)
                anchors.add((path, anchor))
    for path, anchor in anchors:
        assert not anchor or f'id="{anchor}"' in pages[path], f"{path}#{anchor}"
    assert len(pages) > 50
