"""The public addresses: a contract. Every link ever given out keeps an answer."""

from django.urls import path, register_converter

from guidance.domain.languages import CODES
from guidance.serving.on_request import pages


class LanguageCode:
    """A language of the site, offered or not."""

    regex = "|".join(CODES)

    def to_python(self, value: str) -> str:
        """Take the code as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Give the code as it stands."""
        return value


class Key:
    """A section key or a guide's address: lower-case letters, digits and hyphens."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def to_python(self, value: str) -> str:
        """Take the key as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Give the key as it stands."""
        return value


class Number:
    """The number of a version: from 1, without leading zeros, within what a database can hold."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        """Take the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Give the number."""
        return str(value)


register_converter(LanguageCode, "language")
register_converter(Key, "key")
register_converter(Number, "number")

urlpatterns = [
    path("", pages.choose_language),
    path("sitemap.xml", pages.sitemap),
    path("robots.txt", pages.robots),
    path("s/<key:key>/", pages.section_in_any_language),
    path("<language:language>/", pages.front),
    path("<language:language>/about/", pages.about),
    path("<language:language>/privacy/", pages.privacy),
    path("<language:language>/translations/", pages.translations),
    path("<language:language>/questions/", pages.questions),
    path("<language:language>/s/<key:key>/", pages.section),
    path("<language:language>/<key:slug>/", pages.guide),
    path("<language:language>/<key:slug>/history/", pages.history),
    path("<language:language>/<key:slug>/with-english/", pages.with_english),
    path("<language:language>/<key:slug>/v<number:number>/", pages.version),
    path("<language:language>/<key:slug>/changes/<number:first>-<number:second>/", pages.changes),
]
