"""What a server itself costs: the same number of bytes, always, with four headers."""

from guidance.serving.front import Environ, StartResponse

_BODY = b"x" * 5_500
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(_BODY))),
    ("Cache-Control", "max-age=0"),
    ("ETag", '"x"'),
]


def application(request: Environ, start_response: StartResponse) -> list[bytes]:  # noqa: ARG001
    """Answer, whatever was asked."""
    start_response("200 OK", _HEADERS)
    return [_BODY]
