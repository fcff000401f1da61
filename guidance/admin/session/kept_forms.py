"""What was typed before a session ended: carried through signing in, and shown in its form again.

Nothing is done by itself. The form is shown as if it had been opened (GET) with the fields in it
(``request.POST``): a view acts on POST alone, so one that knows nothing of this cannot act either.

Carrying needs no trust: the fields come from the browser and go back to it, and are put into the
session of the person who signs in.
"""

from django.conf import settings
from django.http import HttpRequest, QueryDict

CARRIED = "kept:"
"""Before the names of carried fields, so that none meets a field of the sign-in form."""

_SESSION = "kept"
_SHOWN_AGAIN = "guidance.shown_again"
# What was typed in that many forms is kept at once; the oldest goes first.
_FORMS = 10


def worth_keeping(form: QueryDict) -> QueryDict:
    """Return what a person typed: not the token of the form, and never a password."""
    kept = form.copy()
    for name in form:
        if name == "csrfmiddlewaretoken" or "password" in name:
            del kept[name]
    return kept


def as_fields(kept: QueryDict) -> list[tuple[str, str]]:
    """Return the hidden fields that carry what was typed through the sign-in form."""
    return [(f"{CARRIED}{name}", value) for name, values in kept.lists() for value in values]


def carried(form: QueryDict) -> QueryDict:
    """Read what was typed before from the sign-in form that carried it."""
    kept = QueryDict(mutable=True)
    for name in form:
        if name.startswith(CARRIED):
            kept.setlist(name.removeprefix(CARRIED), form.getlist(name))
    return kept


def keep(request: HttpRequest, address: str, kept: QueryDict) -> None:
    """Keep what was typed into the form at ``address`` until its button is pressed."""
    forms = {key: value for key, value in _forms(request).items() if key != address}
    newest = dict(list(forms.items())[-(_FORMS - 1) :])
    request.session[_SESSION] = newest | {address: kept.urlencode()}


def recall(request: HttpRequest) -> QueryDict | None:
    """Return what is kept for the form at this address. It stays kept: a reload loses nothing."""
    kept = _forms(request).get(request.get_full_path())
    # The number of fields was counted when the browser sent them.
    return QueryDict(kept) if kept else None


def forget(request: HttpRequest, address: str) -> None:
    """Forget what is kept for the form at ``address``."""
    forms = _forms(request)
    if address in forms:
        request.session[_SESSION] = {key: value for key, value in forms.items() if key != address}


def show_again(request: HttpRequest, kept: QueryDict) -> None:
    """Turn a request into one that shows a form with what was typed, and does nothing."""
    request.method = "GET"
    request.POST = kept  # type: ignore[assignment]  # a view only reads it
    request.META[_SHOWN_AGAIN] = True


def is_shown_again(request: HttpRequest) -> bool:
    """Tell whether a form is shown again with what was typed before its session ended."""
    return _SHOWN_AGAIN in request.META


def comes_from_here(request: HttpRequest) -> bool:
    """Tell whether a page of this site sent a form.

    Asked where the token of the form is wrong. Another site must not be able to fill a form for a
    member of staff who then only has to press its button.
    """
    here = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin in here
    return request.headers.get("Referer", "").startswith(tuple(f"{each}/" for each in here))


def _forms(request: HttpRequest) -> dict[str, str]:
    return request.session.get(_SESSION, {})
