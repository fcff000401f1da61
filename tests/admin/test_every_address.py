"""Everybody at every address of the staff's side: pages that are asked for, forms that are sent.

What comes of it stands in one table below:

``ok``   the page is shown; the form did what its button says
``--``   the form is answered, and nothing changed
``no``   refused: nothing changed; of a form, a line of history says who tried
``in``   to the page for signing in
``404``  there is nothing here    ``405``  this is not how to ask for it
``410``  it is gone               ``403``  Django's own no
"""

import copy
import functools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import URLResolver

from guidance.admin.staff_site import staff_site
from guidance.domain.text.cells import CellId
from guidance.domain.text.compose import base_of
from guidance.domain.text.digests import words_digest
from guidance.domain.translation.freshness import Severity
from guidance.models import Collision, Contact, Event, Section, Submission
from guidance.publishing import (
    FieldEdit,
    approve,
    ask_redaction,
    correct_urgently,
    make_preview_link,
    redaction_places,
    save_cells,
    submit_contacts,
)
from guidance.publishing.removal.places import places_digest
from guidance.queries.published import published_guide
from tests.publishing.publication.test_spine import SAFER
from tests.staff import EVERYBODY, PASSWORD, make_person, require_refusal, stored
from tests.world import World

pytestmark = pytest.mark.once

TABLE = """
                                                      anonymous
                                                      .   reader
                                                      .   .   former
                                                      .   .   .   no role
                                                      .   .   .   .   writer
                                                      .   .   .   .   .   translator
                                                      .   .   .   .   .   .   reviewer
                                                      .   .   .   .   .   .   .   publisher
                                                      .   .   .   .   .   .   .   .   administrator
                                                      .   .   .   .   .   .   .   .   .   superuser
GET forget/                                           in  in  in  405 405 405 405 405 405 405
POST forget/                                          in  in  in  --  --  --  --  --  --  --
GET signed-in/                                        in  in  in  ok  ok  ok  ok  ok  ok  ok
POST signed-in/                                       in  in  in  405 405 405 405 405 405 405
GET history/                                          in  in  in  ok  ok  ok  ok  ok  ok  ok
POST history/                                         in  in  in  405 405 405 405 405 405 405
GET history.csv                                       in  in  in  ok  ok  ok  ok  ok  ok  ok
POST history.csv                                      in  in  in  405 405 405 405 405 405 405
GET collisions/<pk>/settle/                           in  in  in  405 405 405 405 405 405 405
POST collisions/<pk>/settle/                          in  in  in  no  ok  no  no  no  no  ok
GET translations/                                     in  in  in  ok  ok  ok  ok  ok  ok  ok
POST translations/                                    in  in  in  405 405 405 405 405 405 405
GET agencies/                                         in  in  in  ok  ok  ok  ok  ok  ok  ok
POST agencies/                                        in  in  in  no  no  ok  no  no  no  ok
GET languages/                                        in  in  in  ok  ok  ok  ok  ok  ok  ok
POST languages/                                       in  in  in  no  no  no  no  ok  no  ok
GET accounts/<pk>/roles/                              in  in  in  ok  ok  ok  ok  ok  ok  ok
POST accounts/<pk>/roles/                             in  in  in  no  no  no  no  no  ok  ok
GET contacts/<key>/                                   in  in  in  ok  ok  ok  ok  ok  ok  ok
POST contacts/<key>/                                  in  in  in  no  ok  no  no  no  no  ok
GET contacts/<key>/settle/                            in  in  in  405 405 405 405 405 405 405
POST contacts/<key>/settle/                           in  in  in  no  no  no  no  no  no  ok
GET contacts/<key>/raise/                             in  in  in  ok  ok  ok  ok  ok  ok  ok
POST contacts/<key>/raise/                            in  in  in  no  no  no  ok  ok  no  ok
GET contacts/<key>/urgent/                            in  in  in  ok  ok  ok  ok  ok  ok  ok
POST contacts/<key>/urgent/                           in  in  in  no  no  no  no  ok  no  ok
GET contacts/<key>/submit/                            in  in  in  ok  ok  ok  ok  ok  ok  ok
POST contacts/<key>/submit/                           in  in  in  no  ok  no  no  ok  no  ok
GET guides/<key>/                                     in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/ English                            in  in  in  no  ok  no  no  no  no  ok
POST guides/<key>/ Somali                             in  in  in  no  no  ok  no  no  no  ok
POST guides/<key>/ Spanish                            in  in  in  no  no  no  no  no  no  ok
GET guides/<key>/settle/                              in  in  in  405 405 405 405 405 405 405
POST guides/<key>/settle/                             in  in  in  no  ok  no  no  no  no  ok
GET guides/<key>/structure/                           in  in  in  405 405 405 405 405 405 405
POST guides/<key>/structure/ add                      in  in  in  no  ok  no  no  no  no  ok
POST guides/<key>/structure/ move                     in  in  in  no  ok  no  no  no  no  ok
POST guides/<key>/structure/ retire                   in  in  in  no  ok  no  no  no  no  ok
POST guides/<key>/structure/ keep                     in  in  in  no  ok  no  no  no  no  ok
GET guides/<key>/hide/                                in  in  in  405 405 405 405 405 405 405
POST guides/<key>/hide/ Somali                        in  in  in  no  no  ok  ok  ok  no  ok
POST guides/<key>/hide/ Spanish                       in  in  in  no  no  no  ok  ok  no  ok
GET guides/<key>/back/                                in  in  in  405 405 405 405 405 405 405
POST guides/<key>/back/                               in  in  in  no  no  ok  no  no  no  ok
GET guides/<key>/override/                            in  in  in  405 405 405 405 405 405 405
POST guides/<key>/override/                           in  in  in  no  no  no  no  --  no  --
GET guides/<key>/reviewed/                            in  in  in  405 405 405 405 405 405 405
POST guides/<key>/reviewed/ Somali                    in  in  in  no  no  ok  no  no  no  ok
POST guides/<key>/reviewed/ Spanish                   in  in  in  no  no  no  no  no  no  ok
GET guides/<key>/urgent/<section>/                    in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/urgent/<section>/                   in  in  in  no  no  no  no  ok  no  ok
GET guides/<key>/submit/                              in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/submit/ English                     in  in  in  no  ok  no  no  ok  no  ok
POST guides/<key>/submit/ Somali                      in  in  in  no  no  ok  no  ok  no  ok
GET guides/<key>/preview/                             in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/preview/                            in  in  in  405 405 405 405 405 405 405
GET guides/<key>/look/                                in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/look/                               in  in  in  405 405 405 405 405 405 405
GET guides/<key>/compare/                             in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/compare/                            in  in  in  405 405 405 405 405 405 405
GET guides/<key>/history/                             in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/history/                            in  in  in  405 405 405 405 405 405 405
GET guides/<key>/settings/                            in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/settings/ rename                    in  in  in  no  no  no  no  ok  no  ok
POST guides/<key>/settings/ take down                 in  in  in  no  no  no  no  ok  no  ok
GET guides/<key>/versions/<number>/restore/           in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/versions/<number>/restore/          in  in  in  no  ok  no  no  ok  no  ok
GET guides/<key>/versions/<number>/raise/             in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/versions/<number>/raise/            in  in  in  no  no  no  ok  ok  no  ok
GET guides/<key>/versions/<number>/note/              in  in  in  ok  ok  ok  ok  ok  ok  ok
POST guides/<key>/versions/<number>/note/ Somali      in  in  in  no  no  ok  ok  ok  no  ok
GET submissions/<pk>/                                 in  in  in  ok  ok  ok  ok  ok  ok  ok
POST submissions/<pk>/ approve                        in  in  in  no  no  no  ok  ok  no  ok
POST submissions/<pk>/ send back                      in  in  in  no  no  no  ok  ok  no  ok
POST submissions/<pk>/ publish                        in  in  in  no  no  no  no  ok  no  ok
POST submissions/<pk>/ look afterwards                in  in  in  no  no  no  ok  ok  no  ok
POST submissions/<pk>/ make a link                    in  in  in  no  no  no  ok  ok  no  ok
POST submissions/<pk>/ revoke links                   in  in  in  no  no  no  ok  ok  no  ok
POST submissions/<pk>/ take back one's own            in  in  in  ok  ok  ok  ok  ok  ok  ok
POST submissions/<pk>/ comment                        in  in  in  no  no  no  ok  ok  no  ok
GET submissions/<pk>/translate/                       in  in  in  ok  ok  ok  ok  ok  ok  ok
POST submissions/<pk>/translate/ Somali               in  in  in  no  no  ok  no  no  no  ok
GET removals/                                         in  in  in  ok  ok  ok  ok  ok  ok  ok
POST removals/                                        in  in  in  no  no  no  no  no  ok  ok
GET removals/<pk>/                                    in  in  in  no  no  no  ok  ok  ok  ok
POST removals/<pk>/ confirm                           in  in  in  no  no  no  ok  ok  ok  ok
POST removals/<pk>/ refuse                            in  in  in  no  no  no  ok  ok  ok  ok
GET read/<secret>/                                    ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST read/<secret>/                                   405 405 405 405 405 405 405 405 405 405
GET                                                   in  in  in  ok  ok  ok  ok  ok  ok  ok
POST                                                  in  in  in  --  --  --  --  --  --  --
GET login/                                            ok  ok  ok  ok  ok  ok  ok  ok  ok  ok
POST login/                                           --  --  --  --  --  --  --  --  --  --
GET logout/                                           ok  ok  ok  405 405 405 405 405 405 405
POST logout/                                          --  --  --  --  --  --  --  --  --  --
GET password_change/                                  in  in  in  ok  ok  ok  ok  ok  ok  ok
POST password_change/                                 in  in  in  ok  ok  ok  ok  ok  ok  ok
GET password_change/done/                             in  in  in  ok  ok  ok  ok  ok  ok  ok
POST password_change/done/                            in  in  in  405 405 405 405 405 405 405
GET jsi18n/                                           in  in  in  ok  ok  ok  ok  ok  ok  ok
POST jsi18n/                                          in  in  in  405 405 405 405 405 405 405
GET auth/user/<id>/password/                          in  in  in  no  no  no  no  no  ok  ok
POST auth/user/<id>/password/                         in  in  in  no  no  no  no  no  ok  ok
GET auth/user/                                        in  in  in  no  no  no  no  no  ok  ok
POST auth/user/                                       in  in  in  no  no  no  no  no  --  --
GET auth/user/add/                                    in  in  in  no  no  no  no  no  ok  ok
POST auth/user/add/                                   in  in  in  no  no  no  no  no  ok  ok
GET auth/user/<object_id>/history/                    in  in  in  ok  ok  ok  ok  ok  ok  ok
POST auth/user/<object_id>/history/                   in  in  in  --  --  --  --  --  --  --
GET auth/user/<object_id>/delete/                     in  in  in  no  no  no  no  no  no  no
POST auth/user/<object_id>/delete/                    in  in  in  no  no  no  no  no  no  no
GET auth/user/<object_id>/change/                     in  in  in  no  no  no  no  no  ok  ok
POST auth/user/<object_id>/change/                    in  in  in  no  no  no  no  no  ok  ok
POST auth/user/<object_id>/change/ with every role    in  in  in  no  no  no  no  no  no  ok
GET auth/user/<object_id>/                            in  in  in  ok  ok  ok  ok  ok  ok  ok
POST auth/user/<object_id>/                           in  in  in  --  --  --  --  --  --  --
GET auth/                                             in  in  in  ok  ok  ok  ok  ok  ok  ok
POST auth/                                            in  in  in  --  --  --  --  --  --  --
GET <url>                                             in  in  in  404 404 404 404 404 404 404
POST <url>                                            in  in  in  404 404 404 404 404 404 404
"""


@dataclass
class Sent:
    """A form as its page sends it: to this address, with these fields.

    ``shown`` stands on ``page`` (the address itself, if not said) for those who may send it alone.
    """

    data: dict[str, object]
    values: dict[str, object] = field(default_factory=dict)
    query: str = ""
    shown: str = ""
    page: str = ""


class Place:
    """The small site in the middle of a day, with something at every address."""

    def __init__(self, world: World, person: User | None) -> None:
        self.world = world
        world.write(
            "signs",
            "so",
            made_from=world.english_digest("signs"),
            heading="Wac 911",
            body="<ul><li>Rasaas baad maqashay.</li><li>Weerar baad aragtay.</li></ul>",
        )
        world.publish(world.submit())
        world.write("calm", body="<p>A draft that a correction overtakes.</p>")
        self.urgent = correct_urgently(
            by=world.approver,
            guide=world.guide,
            key="when-to-call-calm",
            heading="Stay calm",
            body="<p>Put safety first, always.</p>",
            severity=Severity.MEANING,
            note="A note.",
            reason="Now.",
        ).submission
        world.write("signs", body=SAFER)
        self.in_review = world.submit("safety", cells=[world.cell("signs")])
        world.write("calm", "es", made_from=world.english_digest("calm"), body="<p>Siempre.</p>")
        self.own = world.submit(cells=[world.cell("calm", "es")])
        if person:
            Submission.objects.filter(pk=self.own.pk).update(submitter=person)
        body = Contact.objects.get(key="911").body_en
        self._write(CellId("contact", "911", "words", "en"), "body", body, "<p>Call in danger.</p>")
        world.publish(
            submit_contacts(
                by=world.writer,
                note="A note.",
                severities={"contact/911": Severity.MEANING},
                contacts=[Contact.objects.get(key="911")],
            )
        )
        self.approved = self._contact_hours("311")
        approve(by=world.approver, submission=self.approved)
        self._write(CellId("contact", "911", "general"), "hours", "", "Always")
        head = CellId("section", "head-when-to-call", "words", "en")
        self._write(head, "body", "<p>Know the number.</p>", "<p>Learn the number.</p>")
        content, _ = published_guide(world.fresh())
        digest = content.section(head.key).digest("en")
        somali = CellId("section", head.key, "words", "so")
        self._write(somali, "heading", "", "Goorta", digest)
        self._write(somali, "body", "", "<p>Baro lambarka.</p>", digest)
        self._write(world.cell("calm"), "heading", "What nobody wrote", "A second text")
        self.collision = Collision.objects.get()
        self.live_digest = base_of(world.cell("calm"), content, {})
        self.secret = make_preview_link(by=world.writer, submission=self.in_review)
        self.removal = ask_redaction(
            by=world.writer, passages="Conozca el número", reason="A court ordered it."
        )
        places = redaction_places(by=world.approver, request=self.removal)
        self.seen = places_digest(places)
        self.colleague = User.objects.create_user("colleague", password=PASSWORD, is_staff=True)

    def _write(self, cell, name, read, text, made_from=None) -> None:
        save_cells(by=self.world.writer, edits=[FieldEdit(cell, name, read, text, made_from)])

    def _contact_hours(self, key) -> Submission:
        self._write(CellId("contact", key, "general"), "hours", "", "Always")
        contacts = [Contact.objects.get(key=key)]
        return submit_contacts(
            by=self.world.writer, note="Hours.", severities={}, contacts=contacts
        )

    def address(self, name: str, **values: object) -> str:
        """Return an address of the table with something that is there in each of its places."""
        contact = name.startswith("contacts/")
        pk = {
            "submissions": self.in_review.pk,
            "collisions": self.collision.pk,
            "accounts": self.colleague.pk,
            "removals": self.removal.pk,
        }
        values = {
            "key": "911" if contact else "when-to-call",
            "section": "when-to-call-calm",
            "number": 1 if "restore" in name else 3,
            "pk": pk.get(name.partition("/")[0]),
            "secret": self.secret,
            "id": self.colleague.pk,
            "object_id": self.colleague.pk,
            "url": "nothing/at/all/",
        } | values
        return "/admin/" + re.sub(r"<(\w+)>", lambda match: str(values[match[1]]), name)


CALM, SIGNS, HEAD = (
    f"section/{key}" for key in ("when-to-call-calm", "when-to-call-signs", "head-when-to-call")
)


def _desk(place: Place, language: str) -> Sent:
    name = f"{CALM}/words/{language}:heading"
    standing = getattr(place.world.row("calm"), f"heading_{language}")
    return Sent(
        {f"read:{name}": json.dumps(standing), f"text:{name}": "Other"},
        query=f"?language={language}",
        shown=">Save the draft</button>",
    )


def _structure(action: str, **data: str) -> Sent:
    named = {"section": "when-to-call-calm", **data}
    return Sent(
        {"action": action, **named},
        page="guides/<key>/",
        shown=f'value="{action}"' if action != "keep" else "",
    )


def _hide(language: str) -> Sent:
    return Sent(
        {
            "section": "when-to-call-signs",
            "language": language,
            "action": "hide",
            "reason": "Wrong.",
        },
        page=f"guides/<key>/?language={language}",
        shown=">Hide it now</button>",
    )


def _reviewed(name: str, language: str) -> Sent:
    row = Section.objects.get(key=name)
    words = [getattr(row, f"{field}_{language}") for field in ("heading", "body")]
    return Sent(
        {"section": name, "language": language, "read": words_digest(*words)},
        page=f"guides/<key>/?language={language}",
        shown=f'form="reviewed-{name}"',
    )


def _translated_back(name: str, language: str) -> Sent:
    sent = _reviewed(name, language)
    sent.data["words"] = "When. Learn the number."
    return replace(sent, shown=f'form="back-form-{name}"')


def _submit(language: str) -> Sent:
    severity = {f"severity:{HEAD}": "meaning"} if language == "en" else {}
    cell = f"{HEAD}/words/{language}"
    return Sent({"cell": cell, "note": "A note.", **severity}, shown=f'value="{cell}" checked>')


def _act(action: str, button: str, submission: Submission, **data: str) -> Sent:
    return Sent(
        {"action": action, **data}, values={"pk": submission.pk}, shown=f">{button}</button>"
    )


def _account(person: User) -> Sent:
    names = {"username": person.username, "first_name": "New", "last_name": "", "email": ""}
    return Sent(
        {**names, "is_active": "on", "is_staff": "on"},
        values={"object_id": person.pk},
        shown='value="Save"',
    )


_NEW = {"password1": "a very long password", "password2": "a very long password"}

FORMS: dict[str, Callable[[Place], Sent]] = {
    "guides/<key>/ English": lambda place: _desk(place, "en"),
    "guides/<key>/ Somali": lambda place: _desk(place, "so"),
    "guides/<key>/ Spanish": lambda place: _desk(place, "es"),
    "guides/<key>/settle/": lambda place: Sent(
        {
            "section": "when-to-call-calm",
            "language": "en",
            "keep": "mine",
            "live_digest": place.live_digest,
        },
        page="guides/<key>/",
        shown=">Keep my draft</button>",
    ),
    "guides/<key>/structure/ add": lambda _: _structure("add", key="when-to-call-new", kind="do"),
    "guides/<key>/structure/ move": lambda _: _structure("up"),
    "guides/<key>/structure/ retire": lambda _: _structure("retire", reason="It goes."),
    "guides/<key>/structure/ keep": lambda _: _structure("keep"),
    "guides/<key>/hide/ Somali": lambda _: _hide("so"),
    "guides/<key>/hide/ Spanish": lambda _: _hide("es"),
    "agencies/": lambda _: Sent(
        {"action": "out", "guide": "when-to-call", "language": "so"}, shown=">Download</button>"
    ),
    "languages/": lambda _: Sent(
        {"language": "es", "action": "off", "reason": "It reads badly."},
        shown=">Switch Spanish off</button>",
    ),
    # A demonstration holds nothing back for want of a review.
    "guides/<key>/override/": lambda _: Sent(
        {"section": "when-to-call-signs", "language": "es", "reason": "I speak it."}
    ),
    "guides/<key>/back/": lambda _: _translated_back("head-when-to-call", "so"),
    "guides/<key>/reviewed/ Somali": lambda _: _reviewed("head-when-to-call", "so"),
    "guides/<key>/reviewed/ Spanish": lambda _: _reviewed("when-to-call-calm", "es"),
    "contacts/<key>/urgent/": lambda _: Sent(
        {
            "heading": "Emergency",
            "body": "<p>Emergency helps, day and night.</p>",
            "phone": "911",
            "severity": "meaning",
            "note": "x",
            "reason": "x",
        },
        shown=">Publish this at once</button>",
    ),
    "guides/<key>/urgent/<section>/": lambda _: Sent(
        {
            "heading": "Stay calm",
            "body": "<p>Other.</p>",
            "severity": "meaning",
            "note": "A note.",
            "reason": "Now.",
        },
        shown=">Publish this at once</button>",
    ),
    "guides/<key>/submit/ English": lambda _: _submit("en"),
    "guides/<key>/submit/ Somali": lambda _: _submit("so"),
    "guides/<key>/settings/ rename": lambda _: Sent(
        {"action": "rename", "slug": "another-address"}, shown=">Rename</button>"
    ),
    "guides/<key>/settings/ take down": lambda _: Sent(
        {"action": "withdraw", "reason": "Wrong."}, shown=">Take it down</button>"
    ),
    "guides/<key>/versions/<number>/restore/": lambda _: Sent(
        {"note": "A note.", f"severity:{CALM}": "meaning"}, shown=">Submit this restore</button>"
    ),
    "guides/<key>/versions/<number>/raise/": lambda _: Sent(
        {"text": CALM, "severity": "safety", "reason": "Worse than it was thought."},
        shown=">Raise it</button>",
    ),
    "contacts/<key>/": lambda _: Sent(
        {
            "read:contact/911/general:phone": '"911"',
            "text:contact/911/general:phone": "912",
        },
        shown=">Save the draft</button>",
    ),
    "contacts/<key>/settle/": lambda _: Sent(
        {"language": "es", "keep": "mine", "live_digest": _live_spanish()}
    ),
    "contacts/<key>/submit/": lambda _: Sent(
        {"cell": "contact/911/general", "note": "A note."},
        shown='value="contact/911/general" checked>',
    ),
    "collisions/<pk>/settle/": lambda _: Sent(
        {}, page="guides/<key>/", shown=">Keep what stands</button>"
    ),
    "submissions/<pk>/ approve": lambda place: _act(
        "approve", "Approve exactly this", place.in_review
    ),
    "submissions/<pk>/ send back": lambda place: _act(
        "send_back", "Send it back", place.in_review, reason="No."
    ),
    "submissions/<pk>/ publish": lambda place: _act("publish", "Publish now", place.approved),
    "submissions/<pk>/ look afterwards": lambda place: _act(
        "review_afterwards", "I have reviewed it", place.urgent
    ),
    "submissions/<pk>/ make a link": lambda place: _act(
        "make_link", "Make a link to read this, for three days", place.in_review
    ),
    "submissions/<pk>/ revoke links": lambda place: _act(
        "revoke_links", "Revoke all links", place.in_review
    ),
    "submissions/<pk>/ take back one's own": lambda place: _act(
        "take_back", "Take it back", place.own
    ),
    "submissions/<pk>/ comment": lambda place: _act(
        "comment", "Comment", place.in_review, about="", words="Why?"
    ),
    "submissions/<pk>/translate/ Somali": lambda place: Sent(
        {
            "ready": SIGNS,
            f"heading:{SIGNS}": "Wac 911",
            f"body:{SIGNS}": "<ul><li>Rasaas baad maqashay.</li><li>Qori baad aragtay.</li></ul>",
            "note": "x",
        },
        query="?language=so",
    ),
    "guides/<key>/versions/<number>/note/ Somali": lambda _: Sent(
        {"note": "Qoraal."}, query="?language=so"
    ),
    "contacts/<key>/raise/": lambda place: Sent(
        {"text": "2", "severity": "safety", "reason": "Worse than it was thought."},
        shown=">Raise it</button>",
    ),
    "removals/": lambda _: Sent({"passages": "Oye disparos", "reason": "A court ordered it."}),
    "removals/<pk>/ confirm": lambda place: Sent({"action": "confirm", "seen": place.seen}),
    "removals/<pk>/ refuse": lambda _: Sent({"action": "refuse", "refusal": "Not needed."}),
    "accounts/<pk>/roles/": lambda _: Sent(
        {"role": ["writer:"]}, shown=">Set these roles</button>"
    ),
    "auth/user/add/": lambda _: Sent({"username": "another", **_NEW}, shown='value="Save"'),
    "auth/user/<object_id>/change/": lambda place: _account(place.colleague),
    "auth/user/<object_id>/change/ with every role": lambda place: _account(place.world.approver),
    "auth/user/<object_id>/delete/": lambda _: Sent({"post": "yes"}),
    "auth/user/<id>/password/": lambda _: Sent({**_NEW, "usable_password": "true"}),
    "password_change/": lambda _: Sent(
        {
            "old_password": PASSWORD,
            "new_password1": _NEW["password1"],
            "new_password2": _NEW["password2"],
        },
        shown='value="Change my password"',
    ),
}
"""The forms, by the row of the table; an address that is not here is sent an empty one."""


def _live_spanish() -> str:
    from guidance.queries.published import live_contacts

    return base_of(CellId("contact", "911", "words", "es"), None, live_contacts(["911"]))


def addresses(patterns=None, before="") -> Iterator[str]:
    """Return every address of the staff's side, as the URL configuration has it."""
    for pattern in staff_site.get_urls() if patterns is None else patterns:
        name = re.sub(r"<\w+:", "<", str(pattern.pattern))
        name = re.sub(r"\(\?P(<\w+>)\.\*\)", r"\1", name)
        name = re.sub(r"\(\?P<\w+>(\w+)\)", r"\1", name).strip("^$")
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + name)
        else:
            yield before + name


def read_table() -> dict[str, dict[str, str]]:
    """Return the table as outcomes by kind of person, by row."""
    rows = {}
    for line in TABLE.strip("\n").splitlines():
        (*name,) = line.split()
        if name[0] in {"GET", "POST"}:
            outcomes = name[-len(EVERYBODY) :]
            row = " ".join(name[: -len(EVERYBODY)])
            rows[row] = dict(zip(EVERYBODY, outcomes, strict=True))
    return rows


def test_every_address_stands_in_the_table():
    rows = read_table()
    names = {" ".join(row.split(" ")[:2]) for row in rows}
    there = {f"{method} {name}".strip() for name in addresses() for method in ("GET", "POST")}
    missing, gone = sorted(there - names), sorted(names - there)
    assert not missing, f"Say in TABLE, and for a form in FORMS, what comes of: {missing}"
    assert not gone, f"These addresses are gone; take them out of TABLE: {gone}"
    sent = {f"POST {name}" for name in FORMS}
    assert sent <= rows.keys(), f"These forms have no row in TABLE: {sorted(sent - rows.keys())}"


def outcome(response, answered: str) -> str:
    """Return what came of a request in the words of the table; ``answered``: if it was answered."""
    if response.status_code == 302 and response["Location"].startswith("/admin/login/"):
        return "in"
    if b"You were signed out while you were writing" in response.content:
        return "in"
    if response.status_code == 403 or Event.objects.filter(verb="was refused").exists():
        return "no"
    if response.status_code >= 400:
        return str(response.status_code)
    return answered


@pytest.mark.parametrize("kind", EVERYBODY)
def test_everybody_may_do_what_the_table_says_and_sees_no_button_for_more(world, kind):
    person = make_person(kind)
    place = Place(world, person)
    before, quiet = stored(), stored(but=[Event])
    events = Event.objects.count()
    client = signed_in(person)
    cookies = copy.copy(client.cookies)
    asked = functools.cache(client.get)
    found, wrongly_shown = {}, []
    for row in read_table():
        method, _, named = row.partition(" ")
        name = named.partition(" ")[0]
        if method == "GET":
            found[row] = outcome(asked(place.address(name)), "ok")
            continue
        sent = FORMS[named](place) if named in FORMS else Sent({})
        address = place.address(name, **sent.values) + sent.query
        with transaction.atomic():
            response = client.post(address, sent.data)
            after = stored()
            found[row] = outcome(response, "--" if after == before else "ok")
            if found[row] == "no":
                require_refusal(person, quiet, events, row)
            elif found[row] != "ok":
                assert after == before, f"{row} changed something"
            transaction.set_rollback(True)
        client.cookies = copy.copy(cookies)
        page = place.address(sent.page, **sent.values) if sent.page else address
        if sent.shown and (found[row] == "ok") != (sent.shown in asked(page).content.decode()):
            wrongly_shown.append(row)
    assert found == {row: outcomes[kind] for row, outcomes in read_table().items()}
    assert wrongly_shown == []
    assert stored() == before, "to ask for a page changed something"


def test_no_form_is_taken_without_its_token(world):
    person = make_person("superuser")
    place = Place(world, person)
    before = stored()
    client = signed_in(person, enforce_csrf_checks=True)
    taken = {}
    for row in read_table():
        method, _, named = row.partition(" ")
        if method == "POST":
            sent = FORMS[named](place) if named in FORMS else Sent({})
            address = place.address(named.partition(" ")[0], **sent.values) + sent.query
            taken[row] = client.post(address, sent.data).status_code
    assert set(taken.values()) <= {403, 404, 405}, taken
    assert stored() == before


def signed_in(person: User | None, **options: bool) -> Client:
    """Return a browser of its own for a person."""
    client = Client(**options)
    if person:
        client.force_login(person)
    return client
