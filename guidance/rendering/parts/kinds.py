"""What each kind of section is called, so that neither colour nor drawing has to say it."""

from django.utils.translation import gettext, gettext_noop

from guidance.domain.text.content import Kind

_LABELS = {
    Kind.CALL_911: gettext_noop("When to call 911"),
    Kind.CALL_311: gettext_noop("When to call 311"),
    Kind.ALLOWED: gettext_noop("Allowed"),
    Kind.NOT_ALLOWED: gettext_noop("Not allowed"),
    Kind.DO: gettext_noop("What to do"),
    Kind.DONT: gettext_noop("What not to do"),
    Kind.RESOURCES: gettext_noop("Where to find help"),
}


def label(kind: Kind) -> str:
    """Give the label of a kind in the active language; ``''`` for plain text, which has none."""
    return gettext(_LABELS[kind]) if kind in _LABELS else ""
