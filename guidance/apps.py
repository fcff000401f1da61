"""The application's configuration."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GuidanceConfig(AppConfig):
    """The guidance portal."""

    name = "guidance"
    verbose_name = "Guidance"

    def ready(self) -> None:
        """Register the system checks, and put the triggers back after every migration."""
        from guidance import checks  # noqa: F401, PLC0415
        from guidance.models.triggers import install_after_migrate  # noqa: PLC0415

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="guidance.triggers")
