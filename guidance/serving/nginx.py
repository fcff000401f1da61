"""The configuration of nginx in front of the application, from a release and the pattern in deploy.

Every header comes from where the application takes it (``headers``, the loader's own), so that the
two cannot say different things.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from guidance.domain.languages import CODES
from guidance.domain.pages.outputs import UNAVAILABLE, Scope, stored
from guidance.release.making.headers import COMMON, Headers, own_headers, signature
from guidance.release.making.layout import links, served_name
from guidance.release.making.shapes import Root, Stored, Tree
from guidance.release.making.store import Store

PATTERN = Path(__file__).resolve().parents[2] / "deploy" / "nginx" / "guidance.conf"

_LANGUAGE = "(?<guidance_in>" + "|".join(CODES) + ")"


@dataclass(frozen=True, slots=True)
class Place:
    """Where nginx stands: the address of the site, what it finds where.

    ``application`` is the host and port of the application, ``extra`` the headers that the site's
    address asks for, ``hosts`` the names that are answered.
    """

    public_url: str
    hosts: Sequence[str]
    application: str
    releases: Path
    extra: Headers
    certificate: str
    key: str
    error_log: str
    brotli: bool = True


@dataclass(frozen=True, slots=True)
class _Output:
    """An output: what its addresses match, its path, and an answer with the usual headers."""

    pattern: str
    path: str
    answer: Stored

    @property
    def ending(self) -> str:
        """What its files' names add to the address."""
        language = "$guidance_in" if self.answer.language else ""
        return served_name(self.path, replace(self.answer, language=language))[len(self.path) :]


def configuration(store: Store, root: Root, place: Place) -> str:
    """Write the whole configuration for a release. Raises Damaged."""
    outputs = _outputs(store, root)
    signatures = {signature(output.answer): output.answer for output in outputs}
    headers = {name: _headers(answer, place.extra) for name, answer in signatures.items()}
    values = {
        "files": "\n".join(
            f'    "~^(?:GET|HEAD) {output.pattern}$" "{output.ending}";'
            for output in outputs
            if output.path != UNAVAILABLE
        ),
        "maps": "\n".join(_maps(headers)),
        "headers": "\n".join(_add_headers(headers, "")),
        "headers_always": "\n".join(_add_headers(headers, " always")),
        "types": " ".join(
            f'"{media_type}" {ending};'
            for ending, media_type in sorted(
                {(output.ending.rpartition(".")[2], output.answer.media_type) for output in outputs}
            )
        ),
        "languages": "|".join(CODES),
        "away": next(signature(output.answer) for output in outputs if output.path == UNAVAILABLE),
        "hosts": " ".join(dict.fromkeys(place.hosts)),
        "root": str(place.releases / "current"),
        "application": place.application,
        "error_log": place.error_log,
        "brotli": "brotli_static on;" if place.brotli else "# Without brotli's module.",
        **_listening(place),
    }
    text = PATTERN.read_text(encoding="utf-8")
    text = re.sub("|".join(f"@{name}@" for name in values), lambda at: values[at[0][1:-1]], text)
    return re.sub(r"\n{3,}", "\n\n", text)


def _outputs(store: Store, root: Root) -> list[_Output]:
    """List every output, with an answer whose headers most of its answers have."""
    found: dict[tuple[str, str], Counter[str]] = {}
    answers: dict[str, Stored] = {}

    def count(above: str, path: str, tree: Tree) -> None:
        answer = tree.answers.get(path)
        if answer is not None and links(path, answer):
            answers[signature(answer)] = answer
            found.setdefault((above, path), Counter())[signature(answer)] += 1

    for code, name in root.trees.items():
        tree = store.tree(name)
        for output in stored(Scope.LANGUAGE if code else Scope.SITE):
            count(f"/{_LANGUAGE}/" if code else "/", output.path, tree)
        for below in tree.below.values():
            guide = store.tree(below)
            for output in stored(Scope.GUIDE):
                count(f"/{_LANGUAGE}/[a-z0-9-]+/", output.path, guide)
    return [
        _Output(above + re.escape(path), path, answers[signatures.most_common(1)[0][0]])
        for (above, path), signatures in found.items()
    ]


def _headers(answer: Stored, extra: Headers) -> dict[str, str]:
    found = dict([*own_headers(answer), *extra, *COMMON])
    del found["Content-Type"]
    return found


def _maps(signatures: dict[str, dict[str, str]]) -> Iterator[str]:
    """Write a map for every header that is not the same for all."""
    for header in _names(signatures):
        values = {name: headers.get(header, "") for name, headers in signatures.items()}
        if len(set(values.values())) > 1:
            yield f"map $uri {_variable(header)} {{"
            yield '    default "";'
            for name, value in values.items():
                yield f'    "~-{name}\\." "{value}";'
            yield "}"


def _add_headers(signatures: dict[str, dict[str, str]], always: str) -> Iterator[str]:
    for header in _names(signatures):
        values = {headers.get(header, "") for headers in signatures.values()}
        value = f'"{values.pop()}"' if len(values) == 1 else _variable(header)
        yield f"        add_header {header} {value}{always};"
    yield f"        add_header Content-Language $guidance_language{always};"
    yield f'        add_header Last-Modified ""{always};'


def _names(signatures: dict[str, dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(header for headers in signatures.values() for header in headers))


def _variable(header: str) -> str:
    return f"$guidance_{header.lower().replace('-', '_')}"


def _listening(place: Place) -> dict[str, str]:
    """Return what depends on whether, and where, the site is encrypted."""
    address = urlsplit(place.public_url)
    host = address.netloc.rpartition(":")[0] if address.port else address.netloc
    if address.scheme != "https":
        listen = f"    listen {host if host != 'localhost' else '127.0.0.1'}:{address.port or 80}"
        return {
            "listen": f"{listen};",
            "listen_others": f"{listen} default_server;",
            "refuse_others": "    return 400;",
            "certificate": "",
            "redirect": "",
        }
    port = address.port or 443
    both = [f"    listen {port} ssl http2", f"    listen [::]:{port} ssl http2"]
    return {
        "listen": "\n".join(f"{line};" for line in both),
        "listen_others": "\n".join(f"{line} default_server;" for line in both),
        "refuse_others": "    ssl_reject_handshake on;",
        "certificate": f"    ssl_certificate {place.certificate};\n"
        f"    ssl_certificate_key {place.key};\n    ssl_protocols TLSv1.2 TLSv1.3;",
        "redirect": ""
        if address.port
        else "# Without encryption there is nothing but the way to the encrypted site.\n"
        "server {\n    listen 80;\n    listen [::]:80;\n"
        f"    server_name {' '.join(place.hosts)};\n    access_log off;\n"
        f"    server_tokens off;\n    return 301 {place.public_url}$request_uri;\n}}\n",
    }
