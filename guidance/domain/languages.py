"""The languages of the portal: the one list, append-only. Which of them are offered is data.

No Django here: settings, rendering and the pure parts all read this list.
"""

from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which guidance can be written.

    ``english_name`` is what a caller says to a 911 operator to be given an interpreter. ``script``
    is how Unicode names its letters; ``length`` how long a text is beside its English, at least and
    at most, before somebody should look at it.
    """

    code: str
    own_name: str
    english_name: str
    direction: Direction = "ltr"
    script: str = "LATIN"
    length: tuple[float, float] = (0.6, 2.0)


SOURCE = "en"
"""The language every translation is made from."""

LANGUAGES = (
    Language("en", "English", "English"),
    Language("es", "Español", "Spanish"),
    Language("so", "Soomaali", "Somali"),
    Language("hmn", "Hmoob", "Hmong"),
    Language("om", "Afaan Oromoo", "Oromo"),
    Language("am", "አማርኛ", "Amharic", script="ETHIOPIC", length=(0.4, 1.4)),
    Language("ar", "العربية", "Arabic", "rtl", script="ARABIC", length=(0.5, 1.6)),
    Language("vi", "Tiếng Việt", "Vietnamese"),
)

BY_CODE = {language.code: language for language in LANGUAGES}
CODES = tuple(BY_CODE)
TRANSLATED_CODES = tuple(code for code in CODES if code != SOURCE)
