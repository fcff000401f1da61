"""Twenty people signed in at once, over real HTTP: nothing is lost, and no answer is an error."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from django.contrib.auth.models import User

from guidance.models import Edition, Submission
from tests.publishing import many_hands
from tests.publishing.many_hands import EDITORS, SEED
from tests.staff import PASSWORD
from tests.world import make_world

DESK = "/admin/guides/when-to-call/"
SECOND = "Somebody else changed the same text"
PATIENCE = 50
"""Seconds after which an answer that has not come counts as none."""


class Page(HTMLParser):
    """What can be filled in on a page, in order: name and value of each field, as they stand."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"input", "textarea"} and given.get("name"):
            self.fields.append((given["name"], given.get("value") or ""))
            self._inside = tag == "textarea"

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "textarea"

    def handle_data(self, data):
        if self._inside:
            name, text = self.fields[-1]
            self.fields[-1] = (name, text + data)

    def values(self, name: str) -> list[str]:
        """Return the values of all fields of this name."""
        return [value for field, value in self.fields if field == name]


class Browser:
    """A browser without a screen: it keeps its line and its cookies, and shows where it is."""

    def __init__(self, url: str) -> None:
        self.text, self.token = "", ""
        self.statuses: Counter[int] = Counter()
        self._cookies: dict[str, str] = {}
        self._line = HTTPConnection(urlsplit(url).netloc, timeout=PATIENCE)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def get(self, address: str) -> Page:
        """Open a page."""
        return self._ask("GET", address)

    def post(self, address: str, fields: Iterable[tuple[str, str]]) -> Page:
        """Send a form, and follow where its answer leads."""
        token = ("csrfmiddlewaretoken", self.token)
        return self._ask("POST", address, urlencode([token, *fields]))

    def _ask(self, method: str, address: str, body: str | None = None) -> Page:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        form = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        self._line.request(method, address, body, {"Cookie": cookies, **form})
        with self._line.getresponse() as answer:
            self.statuses[answer.status] += 1
            self.text = answer.read().decode()
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value
        if answer.headers["Location"]:
            # What follows # is the browser's own: it is never sent.
            return self._ask("GET", answer.headers["Location"].partition("#")[0])
        page = Page(self.text)
        self.token = next(iter(page.values("csrfmiddlewaretoken")), self.token)
        return page


class Editor(many_hands.Editor):
    """One person at a desk in a browser, who sends whole forms as their pages give them."""

    acts = ("submit", "submit", "approve", "approve", "publish", "publish", "correct", "settle")

    def __init__(self, number: int, url: str) -> None:
        super().__init__(number)
        self.browser = Browser(url)
        self.tabs: dict[str, dict[str, str]] = {}

    def work(self) -> None:
        """Work as everybody does, then hang up."""
        try:
            super().work()
        finally:
            self.browser.close()

    def sign_in(self) -> None:
        """Sign in as everybody does."""
        self.browser.get("/admin/login/?next=/admin/history/")
        names = {"username": f"editor{self.number}", "password": PASSWORD}
        self.browser.post("/admin/login/?next=/admin/history/", names.items())
        assert "Download as CSV" in self.browser.text

    def save(self, key: str, language: str, text: str) -> None:
        address = f"{DESK}?language={language}"
        name = f"section/{key}/words/{language}:body"
        if language not in self.tabs:
            self.tabs[language] = dict(_desk_fields(self.browser.get(address)))
        fields = self.tabs[language]
        read = json.loads(fields[f"read:{name}"])
        page = self.browser.post(address, (fields | {f"text:{name}": text}).items())
        self.tabs[language] = dict(_desk_fields(page))
        stored, second = "Saved." in self.browser.text, SECOND in self.browser.text
        assert stored or second, self.browser.text
        self.saved.append(text)
        if not second:
            self.replaced.append(read)

    def submit(self) -> None:
        """Submit one of the changed texts."""
        page = self.browser.get(f"{DESK}submit/")
        cells = page.values("cell")
        if cells:
            severities = {name: "meaning" for name, _ in page.fields if ":" in name}
            fields = {"cell": self.luck.choice(cells), "note": "A note.", **severities}
            self.browser.post(f"{DESK}submit/", fields.items())

    def approve(self) -> None:
        """Approve what waits."""
        self._decide("In review", "approve")

    def publish(self) -> None:
        """Publish what is approved."""
        self._decide("Approved", "publish")

    def _decide(self, state: str, action: str) -> None:
        self.browser.get("/admin/")
        pattern = rf'href="(/admin/submissions/\d+/)">[^<]*</a>\s*<span class="state">{state}<'
        for address in re.findall(pattern, self.browser.text)[:2]:
            self.browser.post(address, [("action", action)])

    def correct(self) -> None:
        """Correct a live text at once."""
        fields = {
            "heading": "Stay calm",
            "body": f"<p>Urgent by {self.number}: {self.luck.random()}</p>",
            "severity": "meaning",
            "note": "A note.",
            "reason": "Now.",
        }
        self.browser.post(f"{DESK}urgent/when-to-call-calm/", fields.items())

    def settle(self) -> None:
        """Keep a draft that was overtaken, be done with second texts, move a section about."""
        page = self.browser.get(DESK)
        for address in re.findall(r'"(/admin/collisions/\d+/settle/)"', self.browser.text)[:3]:
            self.browser.post(address, [])
        names = [name for name, _ in page.fields]
        if "live_digest" in names:
            place = names.index("live_digest")
            behind = page.fields[place - 2 : place + 1]
            self.browser.post(f"{DESK}settle/", [*behind, ("keep", "mine")])
        move = {"action": self.luck.choice(["up", "down"]), "section": "when-to-call-calm"}
        self.browser.post(f"{DESK}structure/", move.items())


def _desk_fields(page: Page) -> Iterator[tuple[str, str]]:
    """Return words on the desk's form as they stand (boxes and choices stay)."""
    for name, value in page.fields:
        if name.startswith(("read:section", "text:section")) and name.endswith(("heading", "body")):
            yield name, value


@pytest.mark.soak
@pytest.mark.postgres
def test_twenty_people_lose_nothing_and_meet_no_error(transactional_db, live_server):
    print(f"Seed: {SEED}")  # noqa: T201 - a failure is looked into with the same luck
    make_world()
    for number in range(EDITORS):
        User.objects.create_superuser(f"editor{number}", password=PASSWORD)
    editors = [Editor(number, live_server.url) for number in range(EDITORS)]
    with ThreadPoolExecutor(EDITORS) as pool:
        list(pool.map(Editor.sign_in, editors))
        list(pool.map(Editor.work, editors))
    statuses = sum((editor.browser.statuses for editor in editors), Counter())
    assert max(statuses) < HTTPStatus.INTERNAL_SERVER_ERROR
    many_hands.require_nothing_lost(editors)
    many_hands.require_no_gaps()
    assert Edition.objects.filter(urgent=True).count() > 3
    assert Submission.objects.filter(urgent=False, state="published").count() > 3
