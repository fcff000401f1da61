"""A release as plain files that any web server can serve: a mirror that needs nothing of ours.

A page at ``/es/about/`` is the file ``es/about/index.html``, with ``.br`` and ``.gz`` beside it.
What is made on request otherwise is in it too. A redirect is a small page that leads on: plain
files have no status. Links begin at the root, so a mirror stands at the root of a host.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import pairwise

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.pages.records import GuideRecord, SiteRecord
from guidance.domain.serialization import load
from guidance.release.builder import SMALL
from guidance.release.making.compress import FULL
from guidance.release.making.layout import ENDINGS, NOT_FOUND
from guidance.release.making.pages import Answer, Document, PublicSite, Redirect
from guidance.release.making.shapes import Root, Stored, Tree
from guidance.release.making.store import Store
from guidance.release.making.stored_snapshot import Memory, StoredSnapshot


@dataclass(frozen=True, slots=True)
class File:
    """A file of a mirror: its path in it, what it says, and that compressed, by coding."""

    path: str
    content: bytes
    coded: Mapping[str, bytes] = field(default_factory=dict)

    def named(self) -> Iterator[tuple[str, bytes]]:
        """Give the file and its compressed forms by their paths."""
        yield self.path, self.content
        for coding, content in self.coded.items():
            yield self.path + ENDINGS[coding], content


def files(store: Store, root: Root, at: datetime) -> Iterator[File]:
    """Give every file of a release's mirror, as the site stands at a moment. Raises Damaged."""
    site = PublicSite(
        StoredSnapshot(store, load(SiteRecord, store.record(root.site)), root.guides, Memory()),
        at,
        root.public_url,
    )
    offered = [code for code in root.trees if code]
    for code, name in root.trees.items():
        yield from _of_tree(store, f"{code}/" if code else "", store.tree(name))
    yield _made("index.html", _choose(offered, ""))
    english = _stored(store, NOT_FOUND, store.tree(root.trees[SOURCE]).answers[NOT_FOUND])
    yield english
    for language in offered:
        for path, answer in _on_request(site, language, root):
            yield _answered(f"{language}/{path}index.html", language, answer)
    for key in _sections(root):
        yield _made(f"s/{key}/index.html", _choose(offered, f"s/{key}/"))


def _of_tree(store: Store, above: str, tree: Tree) -> Iterator[File]:
    for path, answer in tree.answers.items():
        name = above + path
        yield _stored(store, f"{name}index.html" if name.endswith("/") else name, answer)
    for slug, below in tree.below.items():
        yield from _of_tree(store, f"{above}{slug}/", store.tree(below))


def _stored(store: Store, path: str, answer: Stored) -> File:
    if not answer.file:
        return _made(path, _leads_to(answer.location, path.partition("/")[0]))
    coded = {coding: store.file(answer.file, form) for coding, form in answer.coded.items()}
    return File(path, store.file(answer.file, size=answer.size), coded)


def _on_request(site: PublicSite, language: str, root: Root) -> Iterator[tuple[str, Answer]]:
    """Give what no release holds ready: versions, what changed between them, sections."""
    slugs = dict(site.snapshot.site.slugs)
    slugs |= {guide.slug or key: key for key, guide in root.guides.items()}
    for slug, key in slugs.items():
        record = site.snapshot.guide(key)
        if record is None:
            continue
        for edition in record.editions:
            path = f"{slug}/v{edition.number}/"
            yield path, site.version(language, slug, edition.number)
        for first, second in sorted(_compared(record)):
            path = f"{slug}/changes/{first}-{second}/"
            yield path, site.changes(language, slug, first, second)
    for section in _sections(root):
        yield f"s/{section}/", site.section(language, section)


def _compared(record: GuideRecord) -> set[tuple[int, int]]:
    """Give the versions that follow each other in the history of any language: those are linked."""
    versions = record.frame.versions
    languages = {language for version in versions for language in version.changed_for}
    return {
        (min(pair), max(pair))
        for language in languages
        for pair in pairwise(
            version.number for version in versions if language in version.changed_for
        )
    }


def _sections(root: Root) -> list[str]:
    return [section for guide in root.guides.values() for section in guide.sections]


def _answered(path: str, language: str, answer: Answer) -> File:
    if isinstance(answer, Redirect):
        return _made(path, _leads_to(answer.location, language))
    return _made(path, answer.text if isinstance(answer, Document) else answer.html)


def _made(path: str, text: str) -> File:
    content = text.encode()
    if len(content) < SMALL:
        return File(path, content)
    return File(path, content, {way.name: way.compress(content) for way in FULL})


def _leads_to(location: str, language: str) -> str:
    code = language if language in BY_CODE else SOURCE
    address = escape(location)
    return (
        f'<!doctype html><html lang="{code}"><meta charset="utf-8">'
        f'<meta name="robots" content="noindex"><title>{address}</title>'
        f'<meta http-equiv="refresh" content="0; url={address}">'
        f'<p><a href="{address}">{address}</a></p></html>\n'
    )


def _choose(offered: list[str], rest: str) -> str:
    """Give a page that leads to an address in every language; by itself it chooses none."""
    languages = (BY_CODE[code] for code in offered)
    links = "".join(
        f'<li><a lang="{language.code}" dir="{language.direction}" hreflang="{language.code}"'
        f' href="/{language.code}/{rest}">{escape(language.own_name)}</a></li>'
        for language in languages
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<title>Minneapolis guidance</title><ul style="font-size:1.5em">{links}</ul></html>\n'
    )
