"""Dates as each language writes them: Gregorian months by name, Western digits.

Digits are the same in every language so that a reader and a 311 operator can compare a date over
the phone. Django has no dates for four of the languages, so all of them stand here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

MINNEAPOLIS = ZoneInfo("America/Chicago")


@dataclass(frozen=True, slots=True)
class _Writing:
    """How a language writes a date: a pattern of day, month and year, and twelve months."""

    pattern: str
    months: tuple[str, ...]


def _months(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(","))


_WRITINGS = {
    "en": _Writing(
        "{month} {day}, {year}",
        _months(
            "January, February, March, April, May, June, July, August, September, October,"
            "November, December"
        ),
    ),
    "es": _Writing(
        "{day} de {month} de {year}",
        _months(
            "enero, febrero, marzo, abril, mayo, junio, julio, agosto, septiembre, octubre,"
            "noviembre, diciembre"
        ),
    ),
    "so": _Writing(
        "{month} {day}, {year}",
        _months(
            "Janaayo, Febraayo, Maarso, Abriil, Maayo, Juun, Luulyo, Agosto, Sebtembar, Oktoobar,"
            "Noofeembar, Diseembar"
        ),
    ),
    "hmn": _Writing(
        "{month} tim {day}, {year}",
        _months(
            "Lub Ib Hlis Ntuj, Lub Ob Hlis Ntuj, Lub Peb Hlis Ntuj, Lub Plaub Hlis Ntuj,"
            "Lub Tsib Hlis Ntuj, Lub Rau Hlis Ntuj, Lub Xya Hlis Ntuj, Lub Yim Hlis Ntuj,"
            "Lub Cuaj Hlis Ntuj, Lub Kaum Hlis Ntuj, Lub Kaum Ib Hlis Ntuj, Lub Kaum Ob Hlis Ntuj"
        ),
    ),
    "om": _Writing(
        "{month} {day}, {year}",
        _months(
            "Amajjii, Guraandhala, Bitootessa, Eebila, Caamsaa, Waxabajjii, Adoolessa, Hagayya,"
            "Fulbaana, Onkoloolessa, Sadaasa, Mudde"
        ),
    ),
    "am": _Writing(
        "{day} {month} {year}",
        _months("ጃንዋሪ, ፌብሩዋሪ, ማርች, ኤፕሪል, ሜይ, ጁን, ጁላይ, ኦገስት, ሴፕቴምበር, ኦክቶበር, ኖቬምበር, ዲሴምበር"),
    ),
    "ar": _Writing(
        "{day} {month} {year}",
        _months(
            "يناير, فبراير, مارس, أبريل, مايو, يونيو, يوليو, أغسطس, سبتمبر, أكتوبر, نوفمبر, ديسمبر"
        ),
    ),
    "vi": _Writing(
        "ngày {day} tháng {month} năm {year}",
        tuple(str(number) for number in range(1, 13)),
    ),
}


def written(when: date, language: str) -> str:
    """Return a date in words of ``language``. A time (UTC) becomes its date in Minneapolis.

    A language whose months are not given here writes 2026-11-23.
    """
    day = when.astimezone(MINNEAPOLIS).date() if isinstance(when, datetime) else when
    writing = _WRITINGS.get(language)
    if writing is None:
        return day.isoformat()
    return writing.pattern.format(day=day.day, month=writing.months[day.month - 1], year=day.year)
