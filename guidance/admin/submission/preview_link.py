"""A submission read by a person without an account, through a link that expires."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from guidance.admin.words import cell_shown, titles
from guidance.publishing import find_preview
from guidance.queries.published import live_contacts, published_guide
from guidance.queries.submitted import cells_of


@require_safe
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what was submitted beside what is live; 410 when the link works no longer."""
    submission = find_preview(secret)
    live, _ = published_guide(submission.guide) if submission and submission.guide else (None, {})
    contacts = live_contacts() if submission else {}
    cells = cells_of(submission) if submission else []
    named = titles({cell.id.text for cell in cells})
    values = {
        "site_header": "Minneapolis guidance",
        "title": f"Submission #{submission.pk}" if submission else "This link works no longer",
        "submission": submission,
        "cells": [cell_shown(cell, named, live, contacts) for cell in cells],
    }
    with override("en"):
        response = TemplateResponse(
            request,
            "admin/guidance/submission/preview_link.html",
            values,
            status=200 if submission else 410,
        )
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        return response.render()
