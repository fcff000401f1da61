"""Every public answer with its name and its address: the one list that all others follow from.

An output added later is an entry here, its making in ``guidance.release.registry``, and a line in
docs/public-addresses.md. A slug that it takes from guides needs a migration (``makemigrations``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

FRONT_KEY = "front"
"""Key of the guide that is the front page, served at ``/{lang}/``."""

NOT_FOUND = "404.html"
UNAVAILABLE = "503.html"
"""Where a language's tree keeps the pages for what is not there, and for when the site is away."""


class Scope(Enum):
    """How often an output is there."""

    SITE = "/"
    LANGUAGE = "/{language}/"
    GUIDE = "/{language}/{slug}/"


class Kind(Enum):
    """How an output is answered."""

    READY = auto()
    """Held ready by every release; made on request where the store was found damaged."""
    ON_REQUEST = auto()
    ERROR = auto()
    """Held ready, and sent for other addresses than its own."""
    SERVER = auto()
    """Answered to programs, by the server itself."""


@dataclass(frozen=True, slots=True)
class Output:
    """A public answer.

    ``lists``: it names all guides. ``counts``: it says how their translations stand.
    ``any_language``: the address without the language leads to the one in the reader's language.
    ``in_sitemap``: search engines are told of it. ``noindex``: they are asked to leave it out.
    """

    name: str
    address: str
    kind: Kind = Kind.READY
    lists: bool = False
    counts: bool = False
    any_language: bool = False
    in_sitemap: bool = False
    noindex: bool = False

    @property
    def scope(self) -> Scope:
        """The narrowest one whose addresses begin as this one does."""
        return next(scope for scope in reversed(Scope) if self.address.startswith(scope.value))

    @property
    def path(self) -> str:
        """What follows the scope in its address."""
        return self.address.removeprefix(self.scope.value)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The address of its own, and the one without a language; an error page has none."""
        if self.kind is Kind.ERROR:
            return ()
        short = self.address.removeprefix("/{language}")
        return (short, self.address) if self.any_language else (self.address,)


OUTPUTS = (
    Output("sitemap", "/sitemap.xml", lists=True),
    Output("robots", "/robots.txt"),
    Output("healthz", "/healthz", Kind.SERVER),
    Output("readyz", "/readyz", Kind.SERVER),
    Output("front", "/{language}/", lists=True, any_language=True, in_sitemap=True),
    Output("questions", "/{language}/questions/", lists=True),
    Output("about", "/{language}/about/"),
    Output("translations", "/{language}/translations/", lists=True, counts=True),
    Output("privacy", "/{language}/privacy/"),
    Output("not-found", f"/{{language}}/{NOT_FOUND}", Kind.ERROR, lists=True),
    Output("unavailable", f"/{{language}}/{UNAVAILABLE}", Kind.ERROR),
    Output("section", "/{language}/s/{key}/", Kind.ON_REQUEST, any_language=True),
    Output("guide", "/{language}/{slug}/", in_sitemap=True),
    Output("history", "/{language}/{slug}/history/"),
    Output("with-english", "/{language}/{slug}/with-english/", noindex=True),
    Output("version", "/{language}/{slug}/v{number}/", Kind.ON_REQUEST, noindex=True),
    Output(
        "changes", "/{language}/{slug}/changes/{first}-{second}/", Kind.ON_REQUEST, noindex=True
    ),
)

_KEPT = {
    FRONT_KEY, "admin", "api", "card", "check", "embed", "for-organisations", "handout", "help",
    "leave", "search", "static", "updates", "well-known",
}  # fmt: skip
"""Names of what stands beside the outputs, and of what is to come."""


def of_kind(*kinds: Kind) -> Iterator[Output]:
    return (output for output in OUTPUTS if output.kind in kinds)


def stored(scope: Scope) -> Iterator[Output]:
    """List the outputs of a scope that every release holds."""
    return (output for output in of_kind(Kind.READY, Kind.ERROR) if output.scope is scope)


def named(name: str) -> Output:
    return next(output for output in OUTPUTS if output.name == name)


def reserved_slugs() -> frozenset[str]:
    """Return the names in addresses that no guide may take as its slug.

    Those with less than three letters, which no slug has, are left out.
    """
    parts = {
        part.partition(".")[0]
        for output in OUTPUTS
        for address in output.addresses
        for part in address.split("/")
        if "{" not in part
    }
    return frozenset(_KEPT | {part for part in parts if len(part) >= 3})
