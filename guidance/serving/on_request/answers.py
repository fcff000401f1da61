"""An answer of the public site, made on request, as an HTTP response."""

import hashlib

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.cache import get_conditional_response, patch_vary_headers

from guidance.release.making.compress import FAST
from guidance.release.making.headers import CACHE_CONTROL
from guidance.release.making.pages import Answer, Document, Redirect
from guidance.serving.accept import codings

# Made anew for every reader: the quick way to compress, which gives most of the gain.
_COMPRESS = {coding.name: coding.compress for coding in FAST}


def response(request: HttpRequest, answer: Answer) -> HttpResponse:
    """Turn an answer into a response, with the headers every public page has."""
    policy = "default-src 'none'; frame-ancestors 'none'"
    if isinstance(answer, Redirect):
        kind = HttpResponsePermanentRedirect if answer.for_ever else HttpResponseRedirect
        result: HttpResponse = kind(answer.location)
    elif isinstance(answer, Document):
        result = HttpResponse(answer.text, content_type=answer.media_type)
    else:
        result = HttpResponse(answer.html, status=answer.status)
        result["Content-Language"] = answer.language
        if answer.noindex:
            result["X-Robots-Tag"] = "noindex"
        policy = answer.policy
    result["Content-Security-Policy"] = policy
    result["Referrer-Policy"] = "no-referrer"
    result["Cache-Control"] = CACHE_CONTROL
    return _in_its_form(request, result)


def _in_its_form(request: HttpRequest, result: HttpResponse) -> HttpResponse:
    """Compress a response as its reader accepts it, and leave it out where they have it already."""
    if not result.content:
        return result
    patch_vary_headers(result, ["Accept-Encoding"])
    chosen = next(iter(codings(request.headers.get("Accept-Encoding", ""))), "")
    if chosen:
        result.content = _COMPRESS[chosen](result.content)
        result["Content-Encoding"] = chosen
    result["ETag"] = f'"{hashlib.sha256(result.content).hexdigest()[:32]}"'
    if result.status_code != 200:
        return result
    answer = get_conditional_response(request, etag=result["ETag"], response=result) or result
    # A browser takes these over from a 304: without them it would get those of the staff's side.
    for name in ("Content-Security-Policy", "Referrer-Policy"):
        answer[name] = result[name]
    return answer
