"""The public templates: read once, without their indentation. Styles are read here too.

An engine of its own: pages depend on nothing in the settings but the catalogues.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from django.template import Context, Engine
from django.template.base import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

from guidance.rendering.parts.kinds import colours

FOLDER = Path(__file__).resolve().parents[3] / "templates" / "public"

_TAG_ALONE = re.compile(
    r"^(\{% (?:if|elif|else|endif|for|empty|endfor|with|endwith|include|block|endblock|extends)\b"
    r"[^%\n]*%\})\n",
    re.MULTILINE,
)
_LINE_END = re.compile(r"\s*\n\s*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PUNCTUATION = re.compile(r"\s*([{};])\s*|\s+(!)|([,:>])\s+|\s+(>)")


class TightLoader(FilesystemLoader):
    """Reads templates without indentation, and without the lines that hold only a block tag."""

    def get_contents(self, origin: Origin) -> str:
        return tight(super().get_contents(origin))


def tight(source: str) -> str:
    """Take indentation out of a template: a line end stays one, so words never run together.

    A line that holds nothing but a block tag goes altogether: it would leave an empty line behind.
    """
    return _TAG_ALONE.sub(r"\1", _LINE_END.sub("\n", source)).strip()


@cache
def _engine() -> Engine:
    return Engine(
        loaders=[
            (
                "django.template.loaders.cached.Loader",
                [("guidance.rendering.parts.engine.TightLoader", [str(FOLDER)])],
            )
        ],
        libraries={},
        builtins=["django.templatetags.i18n"],
    )


def render(template: str, values: dict[str, object]) -> str:
    """Render a public template in the language that is active."""
    return _engine().get_template(template).render(Context(values))


@cache
def style(*names: str) -> str:
    """Return style sheets of the public folder as one, without comments and needless space."""
    source = "\n".join(render(name, {"colours": colours()}) for name in names)
    tightened = _PUNCTUATION.sub(
        lambda found: "".join(part or "" for part in found.groups()),
        " ".join(_COMMENT.sub("", source).split()),
    )
    return tightened.replace(";}", "}").strip()


@cache
def style_hash(*names: str) -> str:
    """Return the hash by which a content security policy allows these style sheets."""
    digest = hashlib.sha256(style(*names).encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
