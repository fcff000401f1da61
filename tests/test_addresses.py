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


def in_code(patterns) -> set[str]:
    """Return the addresses that are answered, as the document writes them."""
    code = set(HEALTH)
    for pattern in patterns:
        address = f"/{pattern.pattern}"
        for converter, name in NAMES.items():
            address = address.replace(converter, name)
        code.add(address)
    return code


def documented() -> set[str]:
    return set(re.findall(r"^\| `([^`]+)`", DOCUMENT.read_text(), re.M)) - {"/admin/"}


def test_every_public_address_is_documented_and_every_documented_one_is_there():
    assert documented() == in_code(urlpatterns)
