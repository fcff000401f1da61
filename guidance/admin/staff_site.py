"""The staff's site: Django's admin for accounts, and desks of our own for guidance."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import override

from guidance.admin import home
from guidance.admin.draft import conflicts, contact, desk, structure
from guidance.admin.page import Page, page, person
from guidance.admin.people import roles
from guidance.admin.people.accounts import StaffUserAdmin
from guidance.admin.publication import compare, history, raise_severity, restore, urgent
from guidance.admin.publication.receipt import say_when_visible
from guidance.admin.removal import redact
from guidance.admin.session import kept_forms, signing_in
from guidance.admin.site import guide_settings, languages
from guidance.admin.submission import preview, preview_link, submission, submit
from guidance.admin.translation import agencies, change_note, matrix, one_section, translate
from guidance.publishing import NotAllowed, note_refusal
from guidance.release.taking.newest import newest_release

PAGES = (
    ("forget/", signing_in.forget, "forget"),
    ("signed-in/", signing_in.signed_in, "signed-in"),
    ("history/", history.everything, "history"),
    ("history.csv", history.as_csv, "history-csv"),
    ("collisions/<int:pk>/settle/", conflicts.resolve_collision, "collision"),
    ("translations/", matrix.matrix, "translations"),
    ("agencies/", agencies.agencies, "agencies"),
    ("languages/", languages.languages, "languages"),
    ("accounts/<int:pk>/roles/", roles.roles, "roles"),
    ("contacts/<slug:key>/", contact.edit, "contact"),
    ("contacts/<slug:key>/settle/", conflicts.resolve_contact, "contact-settle"),
    ("contacts/<slug:key>/raise/", raise_severity.raise_contact, "contact-raise"),
    ("contacts/<slug:key>/urgent/", urgent.correct_contact, "contact-urgent"),
    ("contacts/<slug:key>/submit/", submit.submit_contact, "contact-submit"),
    ("guides/<slug:key>/", desk.desk, "guide"),
    ("guides/<slug:key>/settle/", conflicts.resolve_section, "settle"),
    ("guides/<slug:key>/structure/", structure.change, "structure"),
    ("guides/<slug:key>/hide/", one_section.hide_or_show, "hide"),
    ("guides/<slug:key>/reviewed/", one_section.mark_as_reviewed, "reviewed"),
    ("guides/<slug:key>/back/", one_section.keep_back_translation, "back"),
    ("guides/<slug:key>/override/", one_section.show_although_unreviewed, "override"),
    ("guides/<slug:key>/urgent/<slug:section>/", urgent.correct, "urgent"),
    ("guides/<slug:key>/submit/", submit.submit_guide, "submit"),
    ("guides/<slug:key>/preview/", preview.preview, "preview"),
    ("guides/<slug:key>/look/", preview.look, "look"),
    ("guides/<slug:key>/compare/", compare.compare, "compare"),
    ("guides/<slug:key>/history/", history.guide, "guide-history"),
    ("guides/<slug:key>/settings/", guide_settings.settings_page, "guide-settings"),
    ("guides/<slug:key>/versions/<int:number>/restore/", restore.restore_version, "restore"),
    ("guides/<slug:key>/versions/<int:number>/raise/", raise_severity.raise_change, "raise"),
    ("guides/<slug:key>/versions/<int:number>/note/", change_note.note, "note"),
    ("removals/", redact.ask, "redactions"),
    ("removals/<int:pk>/", redact.decide, "redaction"),
    ("submissions/<int:pk>/", submission.submission, "submission"),
    ("submissions/<int:pk>/translate/", translate.translate, "translate"),
)


UNUSED = {"autocomplete", "view_on_site"}
"""Addresses of Django's admin that no page of ours leads to: searching in and jumping to models."""


class StaffSite(AdminSite):
    """The admin in English, whatever the browser asks for."""

    site_header = "Minneapolis guidance: staff"
    site_title = "Minneapolis guidance"
    index_title = "To do, and all guides"
    enable_nav_sidebar = False

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Put the desks before the admin's own pages."""
        pages = [path(address, self.admin_view(view), name=name) for address, view, name in PAGES]
        # Whoever has the link reads one submission without an account: no admin_view around it.
        reading = path("read/<str:secret>/", preview_link.read, name="read")
        own = [url for url in super().get_urls() if getattr(url, "name", "") not in UNUSED]
        return [*pages, reading, *own]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap a view so that it is for staff, and in English."""
        guarded = super().admin_view(view, cacheable)
        shows = any(view is each for _, each, _ in PAGES)

        def in_english(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with override("en"):
                try:
                    _require_text(request)
                    before = newest_release() if request.method == "POST" else None
                    response = signing_in.ask_first(self, request) or signing_in.answer(
                        guarded, request, *args, shows=shows, **kwargs
                    )
                    if request.method == "POST":
                        _say_what_was_published(request, before)
                except SuspiciousOperation as wrong:
                    response = page(
                        request, "missing", "Not understood", status=400, message=str(wrong)
                    )
                except (PermissionDenied, NotAllowed) as refused:
                    response = _refused(request, refused)
                except Http404 as missing:
                    response = page(
                        request, "missing", "Not found", status=404, message=str(missing)
                    )
                return self.rendered(request, response)

        return in_english

    def rendered(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Render a response; a page of ours gets what Django's admin shows around its own."""
        if isinstance(response, Page):
            response.context_data = {
                **self.each_context(request),
                "kept": kept_forms.is_shown_again(request),
                **(response.context_data or {}),
            }
        return response.render() if isinstance(response, TemplateResponse) else response

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show all guides, what waits, and what happened lately."""
        return super().index(request, {**home.context(person(request)), **(extra_context or {})})

    def app_index(self, *_: Any, **__: Any) -> HttpResponse:  # type: ignore[override]  # a redirect does
        """Redirect to the first page: there is one kind of thing of Django's here, not a list."""
        return HttpResponseRedirect(reverse("admin:index"))

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign in, in English; what was typed before goes into the new session."""
        kept = kept_forms.carried(request.POST)
        shown = {"kept": kept_forms.as_fields(kept), **(extra_context or {})}
        with override("en"):
            response = super().login(request, shown)
            if kept and response.status_code == 302:
                kept_forms.keep(request, request.POST.get("next", ""), kept)
            return response.render() if isinstance(response, TemplateResponse) else response


def _refused(request: HttpRequest, refused: Exception) -> Page:
    """Say that a page is not for this person; what they tried to do there stands in history."""
    message = str(refused) or (
        "Your roles do not allow this. An administrator can look at them with you."
    )
    if request.method == "POST":
        note_refusal(by=person(request), what=request.path, why=message)
    return page(request, "missing", "Not for you", status=403, message=message)


def _say_what_was_published(request: HttpRequest, before: int | None) -> None:
    """Say whether readers get it already, if this request has published something."""
    number = newest_release()
    if number is not None and number != before:
        say_when_visible(request, number)


def _require_text(request: HttpRequest) -> None:
    """Raise SuspiciousOperation for the null character: no text has one, no database takes it."""
    for sent in (request.GET, request.POST):
        if any("\0" in part for name, values in sent.lists() for part in (name, *values)):
            raise SuspiciousOperation("This form holds a character that is no text.")


staff_site = StaffSite(name="admin")
staff_site.register(User, StaffUserAdmin)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Answer a form whose token is wrong."""
    with override("en"):
        return staff_site.rendered(request, signing_in.csrf_failure(staff_site, request, reason))
