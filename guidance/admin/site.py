"""The staff's site: Django's admin for accounts, and desks of our own for guidance."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.translation import override

from guidance.admin import (
    accounts,
    contacts,
    desk,
    history,
    overview,
    preview,
    restoring,
    reviewers,
    settings_page,
    settling,
    structure,
    submissions,
    submitting,
    urgent,
)
from guidance.admin.pages import page

PAGES = (
    ("history/", history.everything, "history"),
    ("history.csv", history.as_csv, "history-csv"),
    ("collisions/<int:pk>/settle/", settling.settle_second_text, "collision"),
    ("accounts/<int:pk>/roles/", accounts.roles, "roles"),
    ("contacts/<slug:key>/", contacts.edit, "contact"),
    ("contacts/<slug:key>/settle/", settling.settle_contact, "contact-settle"),
    ("contacts/<slug:key>/submit/", contacts.submit, "contact-submit"),
    ("guides/<slug:key>/", desk.desk, "guide"),
    ("guides/<slug:key>/settle/", settling.settle_section, "settle"),
    ("guides/<slug:key>/structure/", structure.change, "structure"),
    ("guides/<slug:key>/hide/", urgent.hide_translation, "hide"),
    ("guides/<slug:key>/urgent/<slug:section>/", urgent.correct, "urgent"),
    ("guides/<slug:key>/submit/", submitting.submit_guide, "submit"),
    ("guides/<slug:key>/preview/", preview.preview, "preview"),
    ("guides/<slug:key>/history/", history.guide, "guide-history"),
    ("guides/<slug:key>/settings/", settings_page.settings_page, "guide-settings"),
    ("guides/<slug:key>/versions/<int:number>/restore/", restoring.restore_version, "restore"),
    ("guides/<slug:key>/versions/<int:number>/raise/", restoring.raise_change, "raise"),
    ("submissions/<int:pk>/", submissions.submission, "submission"),
)


class StaffSite(AdminSite):
    """The admin in English, whatever the browser asks for."""

    site_header = "Minneapolis guidance: staff"
    site_title = "Minneapolis guidance"
    index_title = "The guidance, and what waits"
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Put the desks before the admin's own pages."""
        pages = [path(address, self.admin_view(view), name=name) for address, view, name in PAGES]
        # Whoever has the link reads one submission without an account: no admin_view around it.
        reading = path("read/<str:secret>/", reviewers.read, name="read")
        return [*pages, reading, *super().get_urls()]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap a view so that it is for staff, and in English."""
        guarded = super().admin_view(view, cacheable)

        def in_english(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with override("en"):
                try:
                    _require_text(request)
                    response = guarded(request, *args, **kwargs)
                except SuspiciousOperation as wrong:
                    response = page(
                        request, "missing", "Not understood", status=400, message=str(wrong)
                    )
                except Http404 as missing:
                    response = page(
                        request, "missing", "Not found", status=404, message=str(missing)
                    )
                return response.render() if hasattr(response, "render") else response

        return in_english

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show all guides, what waits, and what happened lately."""
        return super().index(request, {**overview.context(), **(extra_context or {})})

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign in, in English."""
        with override("en"):
            response = super().login(request, extra_context)
            return response.render() if hasattr(response, "render") else response


def _require_text(request: HttpRequest) -> None:
    """Raise SuspiciousOperation for the null character: no text has one, no database takes it."""
    for sent in (request.GET, request.POST):
        if any("\0" in part for name, values in sent.lists() for part in (name, *values)):
            raise SuspiciousOperation("This form holds a character that is no text.")


class StaffUserAdmin(UserAdmin):
    """Accounts of staff: deactivated, never deleted, since history names them."""

    def has_delete_permission(self, *_: Any, **__: Any) -> bool:
        """Nobody deletes an account."""
        return False


staff_site = StaffSite(name="admin")
staff_site.register(User, StaffUserAdmin)
