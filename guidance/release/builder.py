"""Building releases: the newest one from the database, those of coming moments, better compression.

Only the builder of a node calls this. What a release before made of the same inputs is taken over.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from guidance.domain.pages.records import GuideRecord, SiteRecord
from guidance.domain.serialization import load
from guidance.models import Guide, Redaction, Release
from guidance.queries.published import text_json
from guidance.release.making.compress import FAST, FULL, Coding
from guidance.release.making.pages import Answer, Document, PublicSite, Redirect
from guidance.release.making.shapes import Damaged, GuideRoot, Moment, Root, Stored, Tree, Variant
from guidance.release.making.store import Store
from guidance.release.making.stored_snapshot import Memory, StoredSnapshot
from guidance.release.registry import (
    GUIDE_OUTPUTS,
    LANGUAGE_OUTPUTS,
    SITE_OUTPUTS,
    Dependencies,
)
from guidance.release.taking.snapshot import guide_record, site_record

log = logging.getLogger("guidance.release")

SMALL = 200
"""Bytes below which compression makes nothing smaller that matters."""


def now() -> datetime:
    """Give the time, UTC."""
    return datetime.now(UTC)


class Builder:
    """Builds the releases of one node: its store, its code (``build``), its public address."""

    def __init__(self, store: Store, build: str, public_url: str) -> None:
        self.store = store
        self.build = build
        self.public_url = public_url
        self.rendered = 0
        self._memory = Memory(records=64, entries=100_000, texts=256)
        self._trees: dict[str, Tree] = {}

    # --- the newest release

    def newest(self, previous: Root | None, at: datetime) -> Root | None:
        """Build the newest release as it stands at a moment; None if nothing was published yet.

        The caller holds one transaction, so that all that is read is of one moment. ``previous``
        is a whole release of the same build, if there is one.
        """
        row = Release.objects.order_by("-number").first()
        if row is None:
            return None
        site = site_record(at)
        guides = self._guides(row, previous)
        moments = site.frame.moments(at)
        root = Root(
            number=row.number,
            build=self.build,
            turn="0",
            at=row.at.isoformat(),
            built=now().isoformat(),
            digest=row.digest,
            around="",
            public_url=self.public_url,
            site=self.store.put_record(site),
            guides=guides,
            trees={},
            removals=Redaction.objects.filter(frozen_text__isnull=False).count(),
        )
        coming = tuple(
            Moment(moment.isoformat(), replace(root, turn=f"at{int(moment.timestamp())}").folder)
            for moment in moments
        )
        return self._finish(replace(root, coming=coming), site, at, previous)

    def _guides(self, row: Release, previous: Root | None) -> dict[str, GuideRoot]:
        """Read what changed of the guides; the rest stands as in the release before."""
        known = previous.guides if previous else {}
        changed = [
            key
            for key, seen in row.guides.items()
            if key not in known
            or list(known[key].seen) != seen
            # A release of an earlier build.
            or not known[key].progress
        ]
        rows = Guide.objects.filter(key__in=changed).select_related("live_edition")
        guides = dict(known)
        for guide in rows.prefetch_related("slugs"):
            record = guide_record(guide)
            if record is None:
                continue
            self._keep_texts(record)
            guides[guide.key] = GuideRoot(
                slug=record.frame.slug,
                record=self.store.put_record(record),
                entry=self.store.put_record(record.entry),
                progress=self.store.put_record(record.progress),
                seen=tuple(row.guides[guide.key]),
                sections=(*record.sections, *(gone.key for gone in record.frame.retired)),
            )
        return guides

    def _keep_texts(self, record: GuideRecord) -> None:
        names = {name for edition in record.editions for name in edition.texts.values()}
        missing = [name for name in names if not self.store.has_record(name)]
        for name, json in text_json(missing).items():
            self.store.put_text(name, json)

    # --- from what is stored alone

    def at_moment(self, root: Root, moment: Moment) -> Root:
        """Build what a release becomes at one of its coming moments. Asks no database."""
        turn = moment.folder.rpartition("-")[2]
        later = tuple(entry for entry in root.coming if entry.at > moment.at)
        site = load(SiteRecord, self.store.record(root.site))
        at = datetime.fromisoformat(moment.at)
        next_root = replace(root, turn=turn, coming=later, trees={}, full=False)
        return self._finish(next_root, site, at, root)

    def fully(self, root: Root) -> Iterator[Root | None]:
        """Compress a release as well as can be: None after each step, at the end the new one."""
        trees = {}
        for code, name in root.trees.items():
            tree = self._tree(name)
            below = {}
            for slug, guide_tree in tree.below.items():
                below[slug] = yield from self._fully(self._tree(guide_tree), {})
            trees[code] = yield from self._fully(tree, below)
        yield self.store.put_root(replace(root, turn="0", trees=trees, full=True))

    def _fully(self, tree: Tree, below: Mapping[str, str]) -> Iterator[None]:
        answers = {}
        for path, answer in tree.answers.items():
            coded = answer.coded
            if coded and any(coded[way.name].suffix != way.suffix for way in FULL):
                content = self.store.file(answer.file)
                coded = {way.name: self._variant(answer.file, way, content) for way in FULL}
                yield None
            answers[path] = replace(answer, coded=coded)
        return self.store.put_tree(Tree(answers, below))

    # --- what they share

    def _finish(self, root: Root, site: SiteRecord, at: datetime, previous: Root | None) -> Root:
        """Make the trees of a release, and keep it."""
        public = PublicSite(
            StoredSnapshot(self.store, site, root.guides, self._memory), at, self.public_url
        )
        depends = Dependencies(
            public,
            {key: guide.record for key, guide in root.guides.items()},
            {key: guide.entry for key, guide in root.guides.items()},
            {key: guide.progress for key, guide in root.guides.items()},
        )
        before = previous if previous and previous.build == self.build else None
        trees = {"": self._site_tree(public, depends, before)}
        for language in public.around.offered:
            old = (
                self._tree(before.trees[language]) if before and language in before.trees else None
            )
            trees[language] = self._language_tree(language, root, public, depends, old, before)
        return self.store.put_root(replace(root, around=depends.around, trees=trees))

    def _site_tree(self, site: PublicSite, depends: Dependencies, before: Root | None) -> str:
        old = self._tree(before.trees[""]) if before else Tree()
        answers = {
            output.path: self._answer(
                old.answers.get(output.path),
                depends.of_site(output),
                lambda output=output: output.make(site),
            )
            for output in SITE_OUTPUTS
        }
        return self.store.put_tree(Tree(answers))

    def _language_tree(
        self,
        language: str,
        root: Root,
        site: PublicSite,
        depends: Dependencies,
        old: Tree | None,
        before: Root | None,
    ) -> str:
        old = old or Tree()
        answers = {
            output.path: self._answer(
                old.answers.get(output.path),
                depends.of_language(output, language),
                lambda output=output: output.make(site, language),
            )
            for output in LANGUAGE_OUTPUTS
        }
        below = {}
        same_around = before is not None and before.around == depends.around
        for key, guide in root.guides.items():
            slug = guide.slug or key
            live = bool(guide.seen[0])
            known = before.guides.get(key) if before else None
            if same_around and live and known == guide and slug in old.below:
                below[slug] = old.below[slug]
                continue
            old_slug = (known.slug or key) if known else slug
            old_tree = self._tree(old.below[old_slug]) if old_slug in old.below else Tree()
            below[slug] = self._guide_tree(language, key, site, depends, old_tree, live=live)
        for slug, key in site.snapshot.site.slugs.items():
            if key in root.guides and slug != root.guides[key].slug:
                below[slug] = self._moved_tree(language, root.guides[key].slug)
        return self.store.put_tree(Tree(answers, below))

    def _guide_tree(
        self,
        language: str,
        key: str,
        site: PublicSite,
        depends: Dependencies,
        old: Tree,
        *,
        live: bool,
    ) -> str:
        record = site.snapshot.guide(key)
        if record is None:
            raise Damaged(f"the record of {key} is not there")
        answers = {
            output.path: self._answer(
                old.answers.get(output.path),
                depends.of_guide(output, language, key, live=live),
                lambda output=output: output.make(site, language, record),
            )
            for output in GUIDE_OUTPUTS
        }
        return self.store.put_tree(Tree(answers))

    def _moved_tree(self, language: str, slug: str) -> str:
        return self.store.put_tree(
            Tree(
                {
                    output.path: Stored(
                        "", status=301, location=f"/{language}/{slug}/{output.path}"
                    )
                    for output in GUIDE_OUTPUTS
                }
            )
        )

    def _answer(self, old: Stored | None, depends: str, make: Callable[[], Answer]) -> Stored:
        """Give an answer, taken over if it depends on nothing new."""
        if old is not None and old.depends == depends:
            return old
        self.rendered += 1
        answer = make()
        if isinstance(answer, Redirect):
            status = 301 if answer.for_ever else 302
            return Stored(depends, status=status, location=answer.location)
        if isinstance(answer, Document):
            text, stored = answer.text, Stored(depends, media_type=answer.media_type)
        else:
            text = answer.html
            stored = Stored(
                depends,
                status=answer.status,
                language=answer.language,
                policy=answer.policy,
                noindex=answer.noindex,
            )
        content = text.encode()
        name = self.store.put_file(content)
        coded = {}
        if len(content) >= SMALL:
            coded = {way.name: self._variant(name, way, content) for way in FAST}
        return replace(stored, file=name, size=len(content), coded=coded)

    def _variant(self, name: str, way: Coding, content: bytes) -> Variant:
        return self.store.put_variant(name, way.suffix, lambda: way.compress(content))

    def _tree(self, name: str) -> Tree:
        if name not in self._trees:
            self._trees[name] = self.store.tree(name)
        return self._trees[name]

    def forget(self) -> None:
        """Let go of what was remembered of trees that are gone."""
        self._trees.clear()
