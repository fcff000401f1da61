"""Bytes of every page a reader may open, by language and coding."""

import os
import statistics
from pathlib import Path

from guidance.release.making.store import Store
from tools.benchmarks.tables import table

# What the server sends before the page: the longest headers seen, rounded up.
HEADERS = 800


def main() -> None:
    """Print the sizes of the pages of guides, from the release in DATA_DIR."""
    store = Store(Path(os.environ["DATA_DIR"]) / "releases")
    root = store.root(store.current_name())
    rows = []
    for language, name in root.trees.items():
        if not language:
            continue
        tree = store.tree(name)
        pages = {"": tree.answers[""]}
        for slug, below in tree.below.items():
            pages[slug] = store.tree(below).answers.get("") or pages[""]
        for coding in ("br", "gzip", ""):
            sizes = {
                slug: page.coded[coding].size if coding else page.size
                for slug, page in pages.items()
                if page.file
            }
            largest = max(sizes, key=lambda slug: sizes[slug])
            rows.append(
                (
                    *(language, coding or "identity", len(sizes), f"{sizes['']:,}"),
                    f"{statistics.median(sizes.values()):,.0f}",
                    f"{sizes[largest]:,} ({largest})",
                    f"{sizes[largest] + HEADERS:,}",
                )
            )
    heads = ("language", "coding", "pages", "front", "median", "largest", "largest with headers")
    print("\nPages of guides, bytes\n")
    print(table(heads, rows))


if __name__ == "__main__":
    main()
