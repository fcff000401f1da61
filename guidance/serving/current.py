"""The release this process serves, shared by what answers before Django and by Django's views."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from guidance.release.making.headers import Headers
from guidance.serving.ready import Loader

if TYPE_CHECKING:
    from guidance.release.making.pages import PublicSite


def releases_folder(data: Path) -> Path:
    return data / "releases"


@cache
def loader() -> Loader:
    """Return the loader of this process; nothing has been looked for yet."""
    return Loader(releases_folder(settings.DATA_DIR), headers_of_address())


def headers_of_address() -> Headers:
    """Return what https adds to every answer; nothing for a site without it."""
    if not settings.PUBLIC_URL.startswith("https://"):
        return []
    return [("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")]


def public_site() -> PublicSite | None:
    """Return the public site as the newest release has it now; None before the first one."""
    # A new process answers from a release before it can make answers: templates come later.
    from guidance.release.making.pages import PublicSite  # noqa: PLC0415

    loading = loader()
    loading.look()
    if loading.site is None:
        return None
    return PublicSite(loading.site.snapshot, datetime.now(UTC), settings.PUBLIC_URL)


def site_in_database() -> PublicSite:
    """Return the public site as the database has it now, whatever was built of it."""
    from guidance.release.making.pages import PublicSite  # noqa: PLC0415
    from guidance.release.taking.snapshot import DatabaseSnapshot  # noqa: PLC0415 - as above

    now = datetime.now(UTC)
    return PublicSite(DatabaseSnapshot(now), now, settings.PUBLIC_URL)
