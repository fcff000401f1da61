"""A contact's desk: edited once, shown in every guide that names it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

from guidance.admin.draft.autosave import save_by_itself
from guidance.admin.draft.conflicts import collisions, outdated_cells
from guidance.admin.draft.fields import field, origin
from guidance.admin.draft.save import may_edit, save_form
from guidance.admin.draft.sent_back import reasons, sent_back
from guidance.admin.page import (
    RefusalsShown,
    chosen_language,
    find_contact,
    languages_of,
    page,
    person,
    takes_form,
    to_contact,
    typed,
    wants_json,
)
from guidance.domain.languages import SOURCE, Language
from guidance.domain.text.cells import CellId
from guidance.domain.text.content import ContactGeneral, ContactWords
from guidance.domain.text.fields import OF_TRANSLATIONS, fields_of
from guidance.models import Contact, Guide
from guidance.models.columns import cell_column
from guidance.publishing import Issue
from guidance.publishing.draft.changes import changed_contact_cells
from guidance.publishing.publication.contacts import guides_showing
from guidance.queries.published import live_contacts

_OWN = tuple(
    each.name
    for each in fields_of(ContactWords)
    if each.type not in OF_TRANSLATIONS and not each.in_digest
)
_GENERAL = tuple(each.name for each in fields_of(ContactGeneral))


@takes_form
def edit(request: HttpRequest, key: str) -> HttpResponseBase:
    """Show a contact's working copy in a language, or save what was typed."""
    contact = find_contact(key)
    language = chosen_language(request)
    issues: list[Issue] = []
    if request.method == "POST":
        if wants_json(request):
            return save_by_itself(request)
        with RefusalsShown(request) as issues:
            save_form(request)
            return to_contact(contact.key, language.code)
    form = typed(request)
    return page(
        request,
        "draft/contact",
        f"{contact.title}: {language.english_name}",
        unsaved=form is not None,
        contact=contact,
        language=language,
        languages=languages_of(person(request)),
        source=language.code == SOURCE,
        editable=may_edit(person(request), language),
        collisions=collisions("contact", [contact.key]),
        guides=Guide.objects.filter(pk__in=guides_showing([contact.key])),
        **_texts(contact, language, form, issues),
    )


def _texts(
    contact: Contact, language: Language, form: QueryDict | None, issues: Sequence[Issue]
) -> dict[str, Any]:
    """Return what the page shows of a contact's draft, and of what is published."""
    words = CellId("contact", contact.key, "words", language.code)
    general = CellId("contact", contact.key, "general")
    is_source = language.code == SOURCE
    # English has a phone and hours of its own only where somebody gave it some.
    own = [name for name in _OWN if not is_source or getattr(contact, cell_column(words, name))]
    published = live_contacts([contact.key])
    live = published.get(contact.key)
    changed = changed_contact_cells([contact])
    here = {words, general} if is_source else {words}
    back = sent_back({entry.cell.id for entry in changed} & here)
    return {
        "changed": bool(changed),
        "english": live.words.get(SOURCE, ContactWords()) if live else ContactWords(),
        "origin": origin(contact, words, language, live.digest(SOURCE) if live else "", form),
        "fields": [field(contact, words, name, form, issues) for name in ("heading", "body", *own)],
        "general": [field(contact, general, name, form, issues) for name in _GENERAL]
        if is_source
        else [],
        "outdated": outdated_cells(
            [entry for entry in changed if entry.cell.id in here], None, published
        ),
        "sent_back": reasons({row for found in back.values() for row in found}, back),
    }
