"""What readers of another language will see of a text once its English changes: a pure function."""

from enum import StrEnum

from guidance.domain.translation.freshness import Shown


class Outlook(StrEnum):
    """What a publication does to one text in one language."""

    STAYS = "stays"
    UPDATED = "updated"
    OUT_OF_DATE = "out of date"
    ENGLISH = "english"
    MISSING = "missing"

    @property
    def is_english(self) -> bool:
        """Whether readers are shown the English instead."""
        return self in {Outlook.ENGLISH, Outlook.MISSING}


def outlook(coming: Shown, *, updated: bool) -> Outlook:
    """Tell what readers will see, from what will be shown; ``updated``: a translation goes along.

    A translation that goes along but says older English is shown as that: out of date, or hidden.
    """
    match coming.how:
        case "missing":
            return Outlook.MISSING
        case "withheld":
            return Outlook.ENGLISH
        case "stale":
            return Outlook.OUT_OF_DATE
    return Outlook.UPDATED if updated else Outlook.STAYS
