"""What a trial says at its end: one line, and whether all was well."""

import sys
from collections import Counter
from collections.abc import Iterable


class Report:
    """Collects what was counted, and what was wrong."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._counts: dict[str, object] = {}
        self._wrong: list[str] = []

    def count(self, **counts: object) -> None:
        """Note some counts."""
        self._counts |= counts

    def require(self, holds: bool, complaint: str) -> None:
        """Note a complaint unless something holds."""
        if not holds:
            self._wrong.append(complaint)

    def refuse(self, what: str, found: Iterable[object] | Counter[str]) -> None:
        """Note each of ``found`` as something that must not be; the first five are shown."""
        entries = list(found.items() if isinstance(found, Counter) else found)
        if entries:
            shown = "; ".join(map(str, entries[:5]))
            self._wrong.append(f"{len(entries)} {what}: {shown}")

    def end(self) -> None:
        """Print the line, and end the process with 1 if anything was wrong."""
        counts = ", ".join(
            f"{name.replace('_', ' ')}: {value}" for name, value in self._counts.items()
        )
        print(f"{self._name}: {'failed' if self._wrong else 'passed'} ({counts})", flush=True)
        for complaint in self._wrong:
            print(f"  {complaint}", flush=True)
        sys.exit(1 if self._wrong else 0)
