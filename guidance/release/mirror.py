"""A release as plain files that any web server can serve: a mirror that needs nothing of ours.

A page at ``/es/about/`` is the file ``es/about/index.html``, with ``.br`` and ``.gz`` beside it.
What is made on request otherwise is in it too. A redirect is a small page that leads on: plain
files have no status. Links begin at the root, so a mirror stands at the root of a host.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from guidance.domain.languages import BY_CODE, SOURCE
from guidance.domain.pages.outputs import NOT_FOUND, Kind, Scope, of_kind
from guidance.domain.pages.records import GuideRecord, SiteRecord
from guidance.release import registry
from guidance.release.making.compress import FULL, SMALL
from guidance.release.making.layout import ENDINGS
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
        """List the file and its compressed forms by their paths."""
        yield self.path, self.content
        for coding, content in self.coded.items():
            yield self.path + ENDINGS[coding], content


def files(store: Store, root: Root, at: datetime) -> Iterator[File]:
    """Make every file of a release's mirror, as the site stands at a moment. Raises Damaged."""
    site = PublicSite(
        StoredSnapshot(store.shaped_record(SiteRecord, root.site), root.guides, Memory(store)),
        at,
        root.public_url,
    )
    offered = [code for code in root.trees if code]
    for code, name in root.trees.items():
        yield from _of_tree(store, f"{code}/" if code else "", store.tree(name))
    yield _stored(store, NOT_FOUND, store.tree(root.trees[SOURCE]).answers[NOT_FOUND])
    records = [record for key in root.guides if (record := site.snapshot.guide(key))]
    slugs = {record.frame.key: {record.frame.slug or record.frame.key} for record in records}
    for slug, key in site.snapshot.site.slugs.items():
        slugs.setdefault(key, set()).add(slug)
    for language in offered:
        for record in records:
            for path, made in _on_request(site, language, record, slugs[record.frame.key]):
                yield _answered(f"{language}/{path}index.html", language, made)
    for address in _without_language(records):
        yield _made(f"{address[1:]}index.html", _choose(offered, address[1:]))


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


def _on_request(
    site: PublicSite, language: str, record: GuideRecord, slugs: Iterable[str]
) -> Iterator[tuple[str, Answer]]:
    """Make what no release holds ready of a guide: versions, comparisons, sections."""
    for output in of_kind(Kind.ON_REQUEST):
        for named in registry.LINKED[output.name](record):
            if output.scope is Scope.LANGUAGE:
                yield (
                    output.path.format(**named),
                    registry.answer(output, site, language=language, **named),
                )
                continue
            for slug in slugs:
                path = f"{slug}/{output.path.format(**named)}"
                yield path, registry.answer(output, site, language=language, slug=slug, **named)


def _without_language(records: Iterable[GuideRecord]) -> Iterator[str]:
    """List the addresses that lead to the same in the reader's language."""
    for output in of_kind(Kind.READY, Kind.ON_REQUEST):
        if output.any_language and output.kind is Kind.READY:
            yield output.addresses[0]
        elif output.any_language:
            for record in records:
                for named in registry.LINKED[output.name](record):
                    yield output.addresses[0].format(**named)


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
    """Make a page that leads to an address in every language; by itself it chooses none."""
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
