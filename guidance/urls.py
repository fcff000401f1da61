"""The public addresses: a contract. Every link ever given out keeps an answer."""

from collections.abc import Iterator

from django.urls import URLPattern, path, register_converter

from guidance.domain.languages import CODES
from guidance.domain.pages.outputs import Kind, Scope, of_kind
from guidance.serving.on_request.pages import choose_language, view


class Key:
    """A section key or a guide's address: lower-case letters, digits and hyphens."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class LanguageCode(Key):
    """A language of the site, offered or not."""

    regex = "|".join(CODES)


class Number:
    """The number of a version: from 1, without leading zeros, within what a database can hold."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(LanguageCode, "language")
register_converter(Key, "key")
register_converter(Number, "number")

_CONVERTERS = {
    "language": "language",
    "key": "key",
    "slug": "key",
    "number": "number",
    "first": "number",
    "second": "number",
}
"""The converter of each name that stands in an output's address."""


def _route(address: str) -> str:
    for name, converter in _CONVERTERS.items():
        address = address.replace(f"{{{name}}}", f"<{converter}:{name}>")
    return address[1:]


def patterns() -> Iterator[URLPattern]:
    """Make the pattern of every address that an output is made at when it is asked for."""
    # What has a name of its own comes before what stands at a guide's slug.
    scopes = list(Scope)
    found = of_kind(Kind.READY, Kind.ON_REQUEST)
    for output in sorted(found, key=lambda output: scopes.index(output.scope)):
        for address in output.addresses:
            in_any = output.any_language and address != output.address
            yield path(_route(address), choose_language if in_any else view(output))


urlpatterns = list(patterns())
