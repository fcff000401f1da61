"""Whether the words around the guidance, which come from catalogues, are there in a language."""

from django.utils.translation import gettext, override

from guidance.domain.languages import SOURCE

DEMONSTRATION = "Demonstration. Not published by the City of Minneapolis."


def has_catalogue(language: str) -> bool:
    """Whether there are words in ``language``: its catalogue has the first of all notices."""
    if language == SOURCE:
        return True
    with override(language):
        return gettext(DEMONSTRATION) != DEMONSTRATION
