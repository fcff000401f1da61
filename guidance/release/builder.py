"""Building releases: the newest one from the database, those of coming moments, better compression.

Only the builder of a node calls this. What a release before made of the same inputs is taken over.
"""

import logging
from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from guidance.domain.pages.outputs import Output, Scope, stored
from guidance.domain.pages.records import SiteRecord
from guidance.release.making.compress import FAST, FULL, SMALL, Coding
from guidance.release.making.pages import Answer, Document, PublicSite, Redirect
from guidance.release.making.shapes import Damaged, GuideRoot, Moment, Root, Stored, Tree, Variant
from guidance.release.making.store import Store
from guidance.release.making.stored_snapshot import Memory, StoredSnapshot
from guidance.release.registry import Dependencies, make
from guidance.release.taking.newest import NewestRelease, read_guides, read_newest

log = logging.getLogger("guidance.release")


def now() -> datetime:
    return datetime.now(UTC)


class Builder:
    """Builds the releases of one node: by its code (``build``), for its public address."""

    def __init__(self, store: Store, build: str, public_url: str) -> None:
        self.store = store
        self.build = build
        self.public_url = public_url
        self.rendered = 0
        self._memory = Memory(store, records=64, entries=100_000, texts=256)
        self._trees: dict[str, Tree] = {}

    # --- the newest release

    def newest(self, previous: Root | None, at: datetime) -> Root | None:
        """Build the newest release as it stands at a moment; None if nothing was published yet.

        The caller holds one transaction, so that all that is read is of one moment. ``previous``
        is a whole release of the same build, if there is one.
        """
        newest = read_newest(at)
        if newest is None:
            return None
        root = Root(
            number=newest.number,
            build=self.build,
            turn="0",
            at=newest.at.isoformat(),
            built=now().isoformat(),
            digest=newest.digest,
            around="",
            public_url=self.public_url,
            site=self.store.put_record(newest.site),
            guides=self._guides(newest, previous),
            trees={},
            removals=newest.removals,
        )
        coming = tuple(
            Moment(moment.isoformat(), replace(root, turn=f"at{int(moment.timestamp())}").folder)
            for moment in newest.site.frame.moments(at)
        )
        return self._finish(replace(root, coming=coming), newest.site, at, previous)

    def _guides(self, newest: NewestRelease, previous: Root | None) -> dict[str, GuideRoot]:
        """Read what changed of the guides; the rest stands as in the release before."""
        guides = dict(previous.guides) if previous else {}
        changed = [
            key
            for key, seen in newest.guides.items()
            if key not in guides
            or guides[key].seen != seen
            # A release of an earlier build.
            or not guides[key].progress
        ]
        for record, texts in read_guides(changed, self.store.has_record):
            for name, json in texts.items():
                self.store.put_text(name, json)
            key = record.frame.key
            guides[key] = GuideRoot(
                slug=record.frame.slug,
                record=self.store.put_record(record),
                entry=self.store.put_record(record.entry),
                progress=self.store.put_record(record.progress),
                seen=newest.guides[key],
                sections=record.all_sections,
            )
        return guides

    # --- from what is stored alone

    def at_moment(self, root: Root, moment: Moment) -> Root:
        """Build what a release becomes at one of its coming moments. Asks no database."""
        turn = moment.folder.rpartition("-")[2]
        later = tuple(entry for entry in root.coming if entry.at > moment.at)
        site = self.store.shaped_record(SiteRecord, root.site)
        at = datetime.fromisoformat(moment.at)
        next_root = replace(root, turn=turn, coming=later, trees={}, full=False)
        return self._finish(next_root, site, at, root)

    def fully(self, root: Root) -> Generator[Root | None]:
        """Compress a release as well as can be: None after each step, at the end the new one."""
        trees: dict[str, str] = {}
        for code, name in root.trees.items():
            tree = self._tree(name)
            below: dict[str, str] = {}
            for slug, guide_tree in tree.below.items():
                below[slug] = yield from self._fully(self._tree(guide_tree), {})
            trees[code] = yield from self._fully(tree, below)
        yield self.store.put_root(replace(root, turn="0", trees=trees, full=True))

    def _fully(self, tree: Tree, below: Mapping[str, str]) -> Generator[None, None, str]:
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
        public = PublicSite(StoredSnapshot(site, root.guides, self._memory), at, self.public_url)
        dependencies = Dependencies(
            public,
            {key: guide.record for key, guide in root.guides.items()},
            {key: guide.entry for key, guide in root.guides.items()},
            {key: guide.progress for key, guide in root.guides.items()},
        )
        before = previous if previous and previous.build == self.build else None
        trees = {"": self._site_tree(public, dependencies, before)}
        for language in public.site_frame.offered:
            old = (
                self._tree(before.trees[language]) if before and language in before.trees else None
            )
            trees[language] = self._language_tree(language, root, public, dependencies, old, before)
        return self.store.put_root(replace(root, around=dependencies.around, trees=trees))

    def _site_tree(self, site: PublicSite, dependencies: Dependencies, before: Root | None) -> str:
        old = self._tree(before.trees[""]) if before else Tree()
        answers = self._answers(Scope.SITE, old, dependencies.of_site, site)
        return self.store.put_tree(Tree(answers))

    def _language_tree(
        self,
        language: str,
        root: Root,
        site: PublicSite,
        dependencies: Dependencies,
        old: Tree | None,
        before: Root | None,
    ) -> str:
        old = old or Tree()
        answers = self._answers(
            Scope.LANGUAGE,
            old,
            lambda output: dependencies.of_language(output, language),
            site,
            language,
        )
        below = {}
        same_around = before is not None and before.around == dependencies.around
        for key, guide in root.guides.items():
            slug = guide.slug or key
            live = bool(guide.seen[0])
            known = before.guides.get(key) if before else None
            if same_around and live and known == guide and slug in old.below:
                below[slug] = old.below[slug]
                continue
            old_slug = (known.slug or key) if known else slug
            old_tree = self._tree(old.below[old_slug]) if old_slug in old.below else Tree()
            below[slug] = self._guide_tree(language, key, site, dependencies, old_tree, live=live)
        for slug, key in site.snapshot.site.slugs.items():
            if key in root.guides and slug != root.guides[key].slug:
                below[slug] = self._moved_tree(language, root.guides[key].slug)
        return self.store.put_tree(Tree(answers, below))

    def _guide_tree(
        self,
        language: str,
        key: str,
        site: PublicSite,
        dependencies: Dependencies,
        old: Tree,
        *,
        live: bool,
    ) -> str:
        record = site.snapshot.guide(key)
        if record is None:
            raise Damaged(f"the record of {key} is not there")
        answers = self._answers(
            Scope.GUIDE,
            old,
            lambda output: dependencies.of_guide(output, language, key, live=live),
            site,
            language,
            record,
        )
        return self.store.put_tree(Tree(answers))

    def _moved_tree(self, language: str, slug: str) -> str:
        return self.store.put_tree(
            Tree(
                {
                    output.path: Stored(
                        "", status=301, location=f"/{language}/{slug}/{output.path}"
                    )
                    for output in stored(Scope.GUIDE)
                }
            )
        )

    def _answers(
        self,
        scope: Scope,
        old: Tree,
        digest_of: Callable[[Output], str],
        site: PublicSite,
        *where: object,
    ) -> dict[str, Stored]:
        """Keep the answers of a directory; ``where`` is what their makers take beside the site."""
        return {
            output.path: self._answer(
                old.answers.get(output.path), digest_of(output), partial(make, output, site, *where)
            )
            for output in stored(scope)
        }

    def _answer(
        self, old: Stored | None, depends: str, make_answer: Callable[[], Answer]
    ) -> Stored:
        """Keep an answer and return it, taken over if it depends on nothing new."""
        if old is not None and old.depends == depends:
            return old
        self.rendered += 1
        answer = make_answer()
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
