"""A release holds exactly what the site says, and is made of no more than what changed."""

from datetime import timedelta

import pytest

from guidance.domain.pages.frame import AlertWords
from guidance.domain.pages.outputs import Scope, stored
from guidance.models import LanguageOffer
from guidance.publishing import cancel_alert, hide, raise_alert, rename_slug, withdraw
from guidance.publishing.site.starter import NewGuide, load
from guidance.release.builder import Builder, now
from guidance.release.making.pages import Document, PublicSite, Redirect
from guidance.release.making.tidying import check, remove_all, unneeded
from guidance.release.registry import make
from guidance.release.taking.snapshot import DatabaseSnapshot
from tests.node import URL, answers
from tests.publishing.publication.test_spine import SAFER
from tests.world import small_guide

LANGUAGES = ("en", "es", "ar")


@pytest.fixture
def site(world):
    """The small site with a front page and a second guide."""
    load(
        guides=[
            NewGuide(small_guide("front"), "", 0, {"en": "First version."}),
            NewGuide(small_guide("other"), "other-one", 2, {"en": "First version."}),
        ],
        contacts=[],
        offered=[],
    )
    return world


def made_on_request(at) -> dict[str, object]:
    """Return every answer of the registry as the site gives it from the database."""
    public = PublicSite(DatabaseSnapshot(at), at, URL)
    found = {f"/{output.path}": make(output, public) for output in stored(Scope.SITE)}
    for language in public.site_frame.offered:
        for output in stored(Scope.LANGUAGE):
            found[f"/{language}/{output.path}"] = make(output, public, language)
        for key in ("front", "when-to-call", "other"):
            record = public.snapshot.guide(key)
            below = f"/{language}/{record.frame.slug or key}/"
            for output in stored(Scope.GUIDE):
                found[below + output.path] = make(output, public, language, record)
    return found


@pytest.mark.parametrize("act", ["nothing", "change", "hide", "withdraw", "alert"])
def test_every_ready_answer_is_what_the_site_says(node, site, act):
    if act == "change":
        node.build()
        site.change(body=SAFER)
    elif act == "hide":
        hide(by=site.approver, section=site.row("calm"), language="es", reason="Wrong.")
    elif act == "withdraw":
        withdraw(by=site.approver, guide=site.guide, reason="It is being rewritten.")
    elif act == "alert":
        raise_alert(by=site.approver, words={"en": AlertWords("Ramp A is closed.")})
    root = node.build()
    stored = answers(node.store, root)
    wanted = made_on_request(now())
    assert stored.keys() == wanted.keys()
    for path, answer in wanted.items():
        found = stored[path]
        if isinstance(answer, Redirect):
            assert (found.location, found.status) == (
                answer.location,
                301 if answer.for_ever else 302,
            )
            continue
        text = answer.text if isinstance(answer, Document) else answer.html
        assert node.store.file(found.file).decode() == text, path
        if not isinstance(answer, Document):
            assert (found.status, found.language, found.policy, found.noindex) == (
                answer.status,
                answer.language,
                answer.policy,
                answer.noindex,
            )


def test_nothing_is_made_twice(node, site):
    assert node.rendered() == len(made_on_request(now()))
    assert node.rendered() == 0


def test_a_publication_makes_its_own_guide_anew_and_nothing_else(node, site):
    node.build()
    site.change(body=SAFER, severity="meaning")
    # And, in each language, the page that says how current translations are.
    assert node.rendered() == len(LANGUAGES) * (len(list(stored(Scope.GUIDE))) + 1)


def test_lists_are_made_anew_when_what_they_say_changes(node, site):
    node.build()
    site.change("signs", severity="safety", heading="Call 911 at once if")
    lists = [output for output in stored(Scope.LANGUAGE) if output.lists]
    assert node.rendered() == len(LANGUAGES) * (len(list(stored(Scope.GUIDE))) + len(lists)) + 1


def test_what_stands_around_every_page_makes_all_anew(node, site):
    made = node.rendered()
    raise_alert(by=site.approver, words={"en": AlertWords("Ramp A is closed.")})
    assert node.rendered() == made


def test_another_build_takes_nothing_over(node, site, tmp_path):
    made = node.rendered()
    node.builder = Builder(node.store, "build2", URL)
    assert node.rendered() == made
    assert node.live.folder == "2-build2-0"


def test_renamed_guide_is_ready_at_its_new_address_and_leads_there_from_the_old(node, site):
    node.build()
    rename_slug(by=site.writer, guide=site.guide, slug="whom-to-call")
    stored = answers(node.store, node.build())
    assert stored["/es/whom-to-call/"].status == 200
    moved = stored["/es/when-to-call/history/"]
    assert (moved.status, moved.location) == (301, "/es/whom-to-call/history/")


def test_language_that_is_taken_away_is_no_longer_in_the_release(node, site):
    node.build()
    LanguageOffer.objects.filter(language="ar").update(offered=False)
    site.change(body=SAFER)
    assert "ar" not in node.build().trees


def test_alert_comes_and_goes_at_its_moments_without_the_database(
    node, site, django_assert_num_queries
):
    starts, ends = now() + timedelta(hours=1), now() + timedelta(hours=2)
    raise_alert(
        by=site.approver,
        words={"en": AlertWords("Ramp A is closed."), "es": AlertWords("La rampa A está cerrada.")},
        starts=starts,
        ends=ends,
    )
    root = node.build()

    def page(of, path="/es/when-to-call/") -> str:
        return node.store.file(answers(node.store, of)[path].file).decode()

    assert [moment.at for moment in root.coming] == [starts.isoformat(), ends.isoformat()]
    assert "rampa" not in page(root)
    with django_assert_num_queries(0):
        during = node.builder.at_moment(root, root.coming[0])
        after = node.builder.at_moment(during, during.coming[0])
    assert "La rampa A está cerrada." in page(during)
    assert 'lang="en" dir="ltr"><b>Ramp A is closed.' in page(during, "/ar/when-to-call/")
    assert page(after) == page(root)
    assert during.folder == f"{root.number}-build1-at{int(starts.timestamp())}"
    assert after.coming == ()


def test_cancelled_alert_is_gone_and_brings_no_moment(node, site):
    row = raise_alert(
        by=site.approver, words={"en": AlertWords("Closed.")}, ends=now() + timedelta(hours=1)
    )
    assert len(node.build().coming) == 1
    cancel_alert(by=site.approver, alert=row)
    root = node.build()
    assert root.coming == ()
    assert b"Closed." not in node.store.file(answers(node.store, root)["/en/"].file)


def test_full_compression_changes_no_word_and_keeps_every_answer(node, site):
    root = node.build()
    *_, better = node.builder.fully(root)
    fast, full = answers(node.store, root), answers(node.store, better)
    assert (better.full, better.folder) == (True, "2-build1-1")
    assert {path: answer.file for path, answer in fast.items()} == {
        path: answer.file for path, answer in full.items()
    }
    assert full["/es/"].coded["br"].size < fast["/es/"].coded["br"].size
    check(node.store, better)


def test_what_is_no_longer_needed_is_swept_and_the_rest_is_whole(node, site):
    first = node.build()
    for n in range(3):
        site.change(body=f"<ul><li>You hear gunshots.</li><li>Number {n}.</li></ul>")
        node.build()
    remove_all(unneeded(node.store, [node.live.folder]))
    assert node.store.folders() == [node.live.folder]
    check(node.store, node.live)
    gone = answers(node.store, node.live)
    assert len(list((node.store.folder / "files").glob("*/*"))) == sum(
        1 + len(answer.coded)
        for answer in {answer.file: answer for answer in gone.values() if answer.file}.values()
    )
    assert first.folder not in node.store.folders()
    assert node.ask("/es/when-to-call/").code == 200
    assert node.rendered() == 0
