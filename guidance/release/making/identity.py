"""The name of a build: two nodes with the same one make the same bytes of the same release."""

import hashlib
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

# All that a page's bytes follow from, beside what is published.
_PARTS = (
    ("guidance/domain", "**/*.py"),
    ("guidance/rendering", "**/*.py"),
    ("guidance/release", "**/*.py"),
    ("guidance/queries", "**/*.py"),
    ("templates/public", "**/*"),
    ("locale", "**/*.po"),
)
_PACKAGES = ("Django", "brotli", "nh3")


def build_name(public_url: str) -> str:
    """Give the name of this code at this address: twelve characters of a digest."""
    digest = hashlib.sha256(public_url.encode())
    for folder, pattern in _PARTS:
        for path in sorted((ROOT / folder).glob(pattern)):
            if path.is_file():
                digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}".encode())
    return digest.hexdigest()[:12]
