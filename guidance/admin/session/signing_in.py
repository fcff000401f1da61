"""Signing in without losing what was typed: for every form of the staff's side, in one place."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import QueryDict
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure as plain_csrf_failure
from django.views.decorators.http import require_POST, require_safe

from guidance.admin.page import page, wants_json
from guidance.admin.session import kept_forms


def ask_first(site: AdminSite, request: HttpRequest) -> HttpResponse | None:
    """Return the sign-in page, carrying what was typed, if nobody is signed in who may send this.

    None if somebody is, or if nothing was typed: then Django's own redirect loses nothing.
    """
    if request.method != "POST" or site.has_permission(request):
        return None
    if wants_json(request):
        return JsonResponse({"signed_out": True}, status=403)
    kept = kept_forms.worth_keeping(request.POST)
    if not kept or request.path == reverse("admin:logout"):
        return None
    return _sign_in_page(site, request, request.get_full_path(), kept)


def answer(view: Any, request: HttpRequest, *args: Any, shows: bool, **kwargs: Any) -> HttpResponse:
    """Answer with a view; with what was typed in its form if the session ended meanwhile.

    ``shows`` tells whether the view shows what was typed. Where it does not, or is not there any
    more, a page of its own does, with a button that sends it.
    """
    if request.method == "POST" and not wants_json(request):
        kept_forms.forget(request, request.get_full_path())
    elif request.method == "GET" and not kept_forms.is_shown_again(request):
        kept = kept_forms.recall(request)
        if kept is not None:
            kept_forms.show_again(request, kept)
    if not kept_forms.is_shown_again(request):
        return view(request, *args, **kwargs)
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        shows = False
    if not shows or response.status_code != 200:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        response = page(request, "session/resend", "What you wrote", fields=fields)
    return response


def csrf_failure(site: AdminSite, request: HttpRequest, reason: str) -> HttpResponse:
    """Answer a form whose token is wrong: its text is shown again, and nothing is done.

    It is wrong whenever somebody signed in, in another tab, after the form was opened. A form that
    another site sent is refused and not shown.
    """
    if not request.path.startswith(reverse("admin:index")):
        return plain_csrf_failure(request, reason=reason)
    if not kept_forms.comes_from_here(request):
        message = "Nothing was done: this form was not sent from a page of this site."
        return page(request, "missing", "Not accepted", status=403, message=message)
    signed_in = site.has_permission(request)
    if wants_json(request):
        # Only a page of this site can read the answer, and so the token.
        return JsonResponse({"signed_out": not signed_in, "token": get_token(request)}, status=403)
    if request.path == reverse("admin:login"):
        kept, address = kept_forms.carried(request.POST), request.POST.get("next", "")
        if signed_in:
            kept_forms.keep(request, address, kept)
            return _redirect(request, address)
    else:
        kept, address = kept_forms.worth_keeping(request.POST), request.get_full_path()
    if not signed_in:
        return _sign_in_page(site, request, address, kept)
    kept_forms.show_again(request, kept)
    match = request.resolver_match
    assert match is not None
    response = match.func(request, *match.args, **match.kwargs)
    if response.status_code == 200:
        response.status_code = 403
    return response


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Throw away what was typed before a session ended, and show its form as it is stored."""
    address = request.POST.get("address", "")
    kept_forms.forget(request, address)
    return _redirect(request, address)


@require_safe
def signed_in(request: HttpRequest) -> HttpResponse:
    """Tell somebody who signed in beside a page they were writing in to go back to it."""
    return page(request, "session/signed_in", "You are signed in")


def _sign_in_page(
    site: AdminSite, request: HttpRequest, address: str, kept: QueryDict
) -> HttpResponse:
    # Opened, not sent: none of what was typed is taken for a name or a password.
    request.method = "GET"
    request.POST = QueryDict()
    response = site.login(
        request,
        {
            "next": address,
            "app_path": reverse("admin:login"),
            "kept": kept_forms.as_fields(kept),
        },
    )
    response.status_code = 403
    return response


def _redirect(request: HttpRequest, address: str) -> HttpResponseRedirect:
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(address if safe else reverse("admin:index"))
