"""The starter content covers the whole of the city's guidance of January 2026.

Each line names a statement of that guidance, the section that must say it, and words by which to
find it there. A rewording that drops a statement fails here.
"""

import re

import pytest

from guidance.domain.text.content import Kind
from guidance.domain.text.markup import lines, parse, plain
from guidance.starter import FOLDER, OFFERED
from guidance.starter.reading import read_starter

STATEMENTS = [
    ("Occasion: a fatal shooting by a federal agent", "about-occasion", "shot and killed"),
    ("Occasion: the state bureau was taken off the case", "about-occasion", "Bureau of Criminal Apprehension"),
    ("Occasion: the case was left to federal authorities", "about-occasion", "left to federal authorities"),
    ("Purpose: clarity", "about-purpose", "make things clear"),
    ("Purpose: less fear", "about-purpose", "lessen fear"),
    ("Purpose: safety", "about-purpose", "keep people safe"),
    ("Stay peaceful", "safe-do", "Stay peaceful"),
    ("Do not escalate", "safe-dont", "Do not escalate"),
    ("The city acknowledges fear, anger, confusion, anxiety", "fear-and-anger", "fear and anger"),
    ("Especially Latino, immigrant and refugee residents", "fear-and-anger", "Latino, immigrant and refugee"),
    ("Escalation could justify a larger federal response", "why-stay-peaceful", "larger federal response"),
    ("Police take no part in immigration enforcement", "police-may-not", "take no part"),
    ("Because of the separation ordinance", "police-may-not", "separation ordinance"),
    ("Police cannot interfere with federal operations", "police-cannot-stop", "cannot interfere"),
    ("Police may respond to emergencies", "police-can", "public safety is in danger"),
    ("911: a gun, not clearly law enforcement", "call-911-signs", "not clearly identified as law enforcement"),
    ("911: gunshots", "call-911-signs", "gunshots"),
    ("911: an assault", "call-911-signs", "assault"),
    ("911: forced into an unmarked vehicle, unclear", "call-911-signs", "unmarked vehicle"),
    ("911: the four signs stand on the front page", "danger-now", "unmarked vehicle"),
    ("311: non-emergency questions", "call-311-when", "not an emergency"),
    ("311: explains what police can and cannot do", "a-question", "what police can and cannot do"),
    ("311: keeps 911 free", "call-311-when", "keeps 911 free"),
    ("Interfering can lead to arrest or charges", "interfering-risk", "arrested or charged"),
    ("Even if one disagrees", "interfering-risk", "even if you disagree"),
    ("Recording is allowed without interfering", "record-allowed", "if you do not interfere"),
    ("Do not engage", "record-dont", "Do not engage"),
    ("Do not obstruct", "record-dont", "Do not obstruct"),
    ("Do not throw objects", "record-dont", "Do not throw objects"),
    ("Police may not give information to locate people", "police-may-not", "find people"),
    ("Police may not detain on status alone", "police-may-not", "immigration status alone"),
    ("Police may not transport people", "police-may-not", "transport people"),
    ("Police may not assist at enforcement events", "police-may-not", "help at immigration enforcement"),
    ("Police may not escort agents", "police-may-not", "escort ICE agents, unless"),
    ("Police may not close streets", "police-may-not", "close streets, unless"),
    ("Exception: clear and immediate threat", "police-exceptions", "clear and immediate threat"),
    ("Exception: to life", "police-exceptions", "threat to life"),
    ("Exception: serious injury", "police-exceptions", "serious injury"),
    ("Exception: destruction of property", "police-exceptions", "destroy property"),
    ("On scene: stabilise if violence threatens", "police-on-scene", "if violence threatens"),
    ("On scene: leave once safe", "police-on-scene", "leave once it is safe"),
    ("On scene: never under federal direction", "police-on-scene", "never work under federal direction"),
    ("City property: no staging", "property-rule", "staging area"),
    ("City property: executive order", "property-order", "Executive Order 2025-02"),
    ("City property: later in ordinance", "property-order", "into city law"),
    ("City property: training for employees", "property-staff", "training for city employees"),
    ("City property: reporting", "property-staff", "reporting"),
    ("Businesses: I-9 inspections", "business-inspections", "I-9 inspections"),
    ("Businesses: workplace enforcement actions", "business-inspections", "enforcement actions at work"),
    ("Businesses: free legal advice through B-TAP", "business-legal-help", "Business Technical Assistance"),
    ("Residents: local legal aid", "residents-legal-help", "legal aid"),
    ("Residents: immigrant and refugee affairs office", "residents-city", "Immigrant and Refugee Affairs"),
    ("The city will keep updating", "about-updates", "up to date"),
    ("Stay informed, stay calm, put safety first", "about-updates", "Stay informed, stay calm"),
]  # fmt: skip

STARTER = read_starter(FOLDER)
SECTIONS = {section.key: section for guide in STARTER.guides for section in guide.content.sections}


@pytest.mark.parametrize(
    ("statement", "key", "words"), STATEMENTS, ids=[row[0] for row in STATEMENTS]
)
def test_every_statement_of_the_citys_guidance_is_there(statement, key, words):
    section = SECTIONS[key]
    english = section.words["en"]
    assert words.lower() in f"{english.heading}\n{plain(english.body)}".lower()
    for code in OFFERED:
        assert not section.words[code].is_empty()


def test_all_ten_guides_and_the_front_page_are_there():
    assert [guide.slug for guide in STARTER.guides] == [
        "front",
        "when-to-call",
        "police",
        "recording",
        "stay-safe",
        "at-your-door",
        "someone-was-taken",
        "city-property",
        "help-for-residents",
        "help-for-businesses",
        "about-this-guidance",
    ]


def test_titles_and_addresses_are_neutral():
    """They stand in a browser's history."""
    for guide in STARTER.guides:
        title = guide.content.sections[0].words["en"].heading
        assert not re.search(r"\b(ICE|immigration|immigrant)\b", f"{title} {guide.slug}", re.I)


def test_every_section_says_what_it_rests_on():
    for section in SECTIONS.values():
        assert section.general.kind is Kind.HEAD or section.general.sources


@pytest.mark.parametrize(
    "forbidden",
    ["612-348-2345", "612-673-2157", "612-673-2626", "651-641-1011", "651-287-3715", "612-752-66",
     "612-394-6018", "612-673-3737", "505 4th", "8 feet", "injunction", "Freedom Fund", "checked on"],
)  # fmt: skip
def test_what_may_not_be_published_is_not(forbidden):
    for path in FOLDER.rglob("*.txt"):
        assert forbidden.lower() not in path.read_text(encoding="utf-8").lower(), path


def test_links_lead_only_where_the_sources_rules_allow():
    allowed = re.compile(
        r"https://((www\.)?(minneapolismn|minneapolisparks|mncourts|federalregister)\.(gov|org)"
        r"|([\w-]+\.)*(state\.mn\.us|mn\.gov|ice\.gov)|patch\.com|www\.startribune\.com"
        r"|www\.fox9\.com|www\.kare11\.com|sahanjournal\.com|theadvocatesforhumanrights\.org"
        r"|mylegalaid\.org|www\.ilcm\.org|www\.ilrc\.org|immigrationlawhelp\.org)(/|$)"
    )
    for path in FOLDER.rglob("*.txt"):
        for address in re.findall(r"https?:[^\s\"|]+", path.read_text(encoding="utf-8")):
            assert allowed.match(address), f"{path}: {address}"


@pytest.mark.parametrize("section", SECTIONS.values(), ids=SECTIONS)
def test_instructions_are_short_one_to_a_line(section):
    if section.general.kind not in {Kind.CALL_911, Kind.CALL_311, Kind.DO, Kind.DONT}:
        return
    for line in lines(parse(section.words["en"].body)):
        for sentence in re.split(r"(?<=[.?!]) ", "".join(run.text for run in line)):
            assert len(sentence.split()) <= 15, sentence
