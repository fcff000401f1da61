"""The project as an app: it brings system checks and nothing else."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the checks of the settings."""

    name = "guidance_site"

    def ready(self) -> None:
        """Import the checks: importing registers them."""
        from guidance_site import checks  # noqa: F401, PLC0415 - checks may need the loaded apps
