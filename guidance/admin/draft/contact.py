"""A contact's desk: edited once, shown in every guide that names it."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from guidance.admin.draft.autosave import save_by_itself
from guidance.admin.draft.conflicts import behind, collisions
from guidance.admin.draft.fields import edits, field, made_from, made_from_named
from guidance.admin.draft.sent_back import reasons, sent_back
from guidance.admin.page import (
    chosen_language,
    find_contact,
    languages_of,
    page,
    say_refusal,
    say_saved,
    typed,
    wants_json,
)
from guidance.admin.submission.submit import (
    answer,
    chosen_cells,
    chosen_severities,
    form_context,
    only_looks,
    reasons_why,
)
from guidance.domain.languages import SOURCE
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import ContactWords, Provenance
from guidance.models import Guide
from guidance.models.columns import cell_column, read_text
from guidance.publishing import Issue, PublishingError, save_cells, submit_contacts
from guidance.publishing.draft.changes import changed_contact_cells
from guidance.publishing.people.permissions import Act, may
from guidance.publishing.publication.contacts import guides_showing
from guidance.queries.published import live_contacts

_OWN = ("phone", "hours")
_GENERAL = ("phone", "hours", "web", "spoken", "city_run", "shown", "sources")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Show a contact's working copy in a language, or save what was typed."""
    contact = find_contact(key)
    language = chosen_language(request)
    issues: tuple[Issue, ...] = ()
    if request.method == "POST":
        if wants_json(request):
            return save_by_itself(request)
        try:
            saved = save_cells(by=request.user, edits=edits(request.POST, made_from(request.POST)))
        except PublishingError as error:
            issues = say_refusal(request, error)
        else:
            say_saved(request, saved)
            address = reverse("admin:contact", args=[contact.key])
            return HttpResponseRedirect(f"{address}?language={language.code}")
    form = typed(request)
    published = live_contacts([contact.key])
    live = published.get(contact.key)
    changed = changed_contact_cells([contact])
    words = CellId("contact", contact.key, "words", language.code)
    general = CellId("contact", contact.key, "general")
    is_source = language.code == SOURCE
    # English has a phone and hours of its own only where somebody gave it some.
    own = [name for name in _OWN if not is_source or getattr(contact, cell_column(words, name))]
    digest = live.digest(SOURCE) if live else ""
    here = {words, general} if is_source else {words}
    back = sent_back({entry.cell.id for entry in changed} & here)
    return page(
        request,
        "draft/contact",
        f"{contact.title}: {language.english_name}",
        status=400 if request.method == "POST" else 200,
        unsaved=form is not None,
        contact=contact,
        language=language,
        languages=languages_of(request.user),
        source=is_source,
        editable=may(request.user, Act.WRITE)
        if is_source
        else may(request.user, Act.TRANSLATE, language.code),
        english=live.words.get(SOURCE, ContactWords()) if live else ContactWords(),
        english_live_digest=digest,
        made_from_live=read_text(contact, "made_from", language.code) == digest != "",
        made_from_named=made_from_named(contact, language),
        machine=read_text(contact, "provenance", language.code) == Provenance.MACHINE,
        words_cell=words,
        fields=[field(contact, words, name, form, issues) for name in ("heading", "body", *own)],
        general=[field(contact, general, name, form, issues) for name in _GENERAL]
        if is_source
        else [],
        made_from_ticked=form is not None and f"made_from:{words}" in form,
        changed=changed,
        behind=behind(
            [entry for entry in changed if entry.cell.id in here],
            None,
            published,
        ),
        collisions=collisions("contact", [contact.key]),
        sent_back=reasons({row for found in back.values() for row in found}, back),
        guides=Guide.objects.filter(pk__in=guides_showing([contact.key])),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, key: str) -> HttpResponse:
    """Show what has changed in a contact, or submit what was chosen of it."""
    contact = find_contact(key)
    changed = changed_contact_cells([contact])
    issues: tuple[Issue, ...] = ()
    if request.method == "POST" and not only_looks(request):
        cells = chosen_cells(request.POST, changed)
        try:
            with transaction.atomic():
                submission = submit_contacts(
                    by=request.user,
                    note=request.POST.get("note", ""),
                    severities=chosen_severities(request.POST, cells),
                    contacts=[contact],
                    cells=cells,
                    reasons=reasons_why(request.POST),
                )
                answer(request, submission)
        except PublishingError as error:
            issues = say_refusal(request, error, places=("severity", "note"))
        else:
            messages.success(request, "Submitted. Now another person has to approve it.")
            return HttpResponseRedirect(reverse("admin:submission", args=[submission.pk]))
    return page(
        request,
        "submission/submit",
        f"Submit changes: {contact.title}",
        contact=contact,
        status=400 if request.method == "POST" and not only_looks(request) else 200,
        back=reverse("admin:contact", args=[contact.key]),
        **form_context(request, changed, None, live_contacts([contact.key]), issues),
    )
