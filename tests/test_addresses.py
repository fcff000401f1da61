"""The list of public addresses and the code say the same."""

import re
from pathlib import Path

from guidance.serving.front import HEALTH
from guidance.urls import urlpatterns

DOCUMENT = Path(__file__).parent.parent / "docs" / "public-addresses.md"
NAMES = {
    "<language:language>": "{lang}",
    "<key:slug>": "{guide}",
    "<key:key>": "{key}",
    "<number:number>": "{n}",
    "<number:first>": "{a}",
    "<number:second>": "{b}",
}


def test_every_public_address_is_documented_and_every_documented_one_is_there():
    code = set(HEALTH)
    for pattern in urlpatterns:
        address = f"/{pattern.pattern}"
        for converter, name in NAMES.items():
            address = address.replace(converter, name)
        code.add(address)
    documented = set(re.findall(r"^\| `([^`]+)`", DOCUMENT.read_text(), re.M))
    assert documented - {"/admin/"} == code
