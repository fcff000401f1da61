"""System checks of what the environment decided, each with an id and a hint."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from guidance_site.public_url import is_loopback


@register(Tags.security)
def public_url_is_encrypted(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001 - Django's signature
    **kwargs: object,  # noqa: ARG001
) -> list[CheckMessage]:
    """Refuse to be reached over plain http from anywhere but this machine.

    Readers' choices of pages and the staff's passwords would travel in the open.
    """
    address = urlsplit(settings.PUBLIC_URL)
    if address.scheme == "https" or is_loopback(address.hostname):
        return []
    return [
        Error(
            f"PUBLIC_URL is {settings.PUBLIC_URL}: plain http, and not on this machine alone.",
            hint=(
                "Set PUBLIC_URL to the https address that people type, "
                "for example PUBLIC_URL=https://safety.example.org, "
                "and let a web server in front of this one do the encryption. "
                "To try the site on this machine: PUBLIC_URL=http://127.0.0.1:8000."
            ),
            id="guidance_site.E001",
        )
    ]
