"""The builder of a node: what it puts live, hands on, mends and forgets."""

import io
import threading
import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from guidance.domain.pages.frame import AlertWords
from guidance.models import Receipt, Release
from guidance.publishing import (
    ask_redaction,
    confirm_redaction,
    raise_alert,
    redaction_places,
)
from guidance.publishing.removal.places import places_digest
from guidance.release.builder import Builder, now
from guidance.release.making import identity, receipt
from guidance.release.making.store import Store
from guidance.release.making.stored_snapshot import Memory
from guidance.release.making.tidying import check
from guidance.release.watcher import watcher
from guidance.release.watcher.watcher import AnotherBuilder, Watcher
from guidance.serving.ready import Loader
from tests.publishing.publication.test_spine import SAFER
from tests.world import make_world

# The builder reads in transactions of its own, from threads of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def unseen(monkeypatch):
    """Let readers' way be clear: no address is asked for."""
    monkeypatch.setattr(receipt, "missing", lambda *_, **__: {})


@pytest.fixture
def running(node):
    """A watcher at work in a thread, as its process runs it."""
    found = []

    def start() -> Watcher:
        found.append(Watcher(node.builder))
        thread = threading.Thread(target=found[0].run)
        thread.start()
        found.append(thread)
        return found[0]

    yield start
    if found:
        found[0].stop()
        found[1].join()


def wait_for(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def test_publication_is_live_on_the_disk_and_seen_by_readers(node, world, running, unseen):
    running()
    wait_for(node.store.current_name)
    world.change(body=SAFER)
    newest = Release.objects.latest("number").number
    wait_for(lambda: node.store.current_name().startswith(f"{newest}-"))
    wait_for(lambda: Receipt.objects.filter(release=newest, visible__isnull=False).exists())
    wait_for(lambda: node.store.root(node.store.current_name()).full)


def test_release_made_by_another_run_is_still_asked_for(node, world, running, unseen):
    Watcher(node.builder).once()
    assert not Receipt.objects.exists()
    running()
    wait_for(lambda: Receipt.objects.filter(visible__isnull=False).exists())


def test_silent_way_to_readers_holds_up_no_publication(node, world, running, monkeypatch):
    silence = threading.Event()
    monkeypatch.setattr(receipt, "missing", lambda *_, **__: silence.wait(20) and {})
    running()
    try:
        wait_for(node.store.current_name)
        world.change(body=SAFER)
        newest = Release.objects.latest("number").number
        wait_for(lambda: node.store.current_name().startswith(f"{newest}-"))
        assert not Receipt.objects.filter(visible__isnull=False).exists()
    finally:
        silence.set()
    # What was not seen of the first release is asked for again as it stands in the newest.
    wait_for(lambda: Receipt.objects.filter(release=newest, visible__isnull=False).exists())


def test_alert_begins_and_ends_while_the_database_is_away(
    node, world, running, unseen, monkeypatch
):
    clock = [now()]
    monkeypatch.setattr(watcher, "now", lambda: clock[0])
    raise_alert(
        by=world.approver,
        words={"en": AlertWords("Ramp A is closed.")},
        starts=clock[0] + timedelta(hours=1),
        ends=clock[0] + timedelta(hours=2),
    )
    running()
    # The release itself, and what each of its two moments will bring.
    wait_for(lambda: len(node.store.folders()) > 2)

    def away(*_):
        raise DatabaseError("the database is away")

    monkeypatch.setattr(watcher, "newest_release", away)

    def shown() -> bool:
        node.loader.look()
        return b"Ramp A is closed." in node.loader.site.find("/es/about/").forms[""].body

    assert not shown()
    clock[0] += timedelta(minutes=61)
    wait_for(shown)
    clock[0] += timedelta(hours=1)
    wait_for(lambda: not shown())


def test_after_sweeping_the_next_release_finds_all_it_takes_over(node, world):
    maker = Watcher(node.builder)
    maker.once()
    maker._sweep(most=1)
    other = Watcher(Builder(Store(node.store.folder), node.builder.build, node.builder.public_url))
    world.change(body=SAFER)
    assert other.once().number == Release.objects.latest("number").number


def test_record_that_is_gone_is_made_anew_while_at_work(node, world, running, unseen):
    running()
    wait_for(node.store.current_name)
    root = node.store.root(node.store.current_name())
    for guide in root.guides.values():
        for name in guide.records:
            (node.store.folder / "records" / f"{name}.json").unlink(missing_ok=True)
    node.builder.forget()
    node.builder._memory = Memory(node.builder.store)
    world.change(body=SAFER)
    newest = Release.objects.latest("number").number
    wait_for(lambda: node.store.current_name().startswith(f"{newest}-"))


def test_only_one_builder_works_for_a_node(node, settings):
    settings.DATA_DIR = node.store.folder.parent
    with Watcher(node.builder).alone():
        with pytest.raises(AnotherBuilder, match="stop that one first"):
            Watcher(node.builder).alone().__enter__()
        with pytest.raises(CommandError, match="stop that one first"):
            call_command("watch")
        told = io.StringIO()
        call_command("watch", once=True, stdout=told)
        assert "Another builder works here" in told.getvalue()


def test_builder_that_was_stopped_goes_on_where_it_was(node, world):
    first = Watcher(node.builder)
    first.once()
    before = node.builder.rendered
    Watcher(node.builder).once()
    assert node.builder.rendered == before


@pytest.mark.parametrize("harm", ["file", "tree", "root"])
def test_damage_is_mended_by_making_all_anew(node, world, harm):
    root = Watcher(node.builder).once()
    if harm == "file":
        next((node.store.folder / "files").glob("*/*.br5")).write_bytes(b"x")
    elif harm == "tree":
        (node.store.folder / "trees" / f"{root.trees['es']}.json").write_text("{}")
    else:
        (node.store.folder / root.folder / "root.json").write_text("{")
    mended = Watcher(node.builder).once()
    check(node.store, mended)
    loader = Loader(node.store.folder)
    loader.look()
    assert loader.site.find("/es/when-to-call/").status == "200 OK"


def test_what_was_half_written_is_tidied_away(node, world):
    Watcher(node.builder).once()
    left = node.store.folder / "files" / "00" / ".half-1-2"
    left.parent.mkdir(exist_ok=True)
    left.write_text("x")
    with Watcher(node.builder).alone():
        assert not left.exists()


def test_nothing_removed_for_ever_stays_on_the_disk(node, world):
    Watcher(node.builder).once()
    world.change(body="<ul><li>You hear gunshots near Zoë Quill.</li></ul>")
    Watcher(node.builder).once()
    request = ask_redaction(by=world.writer, passages="Zoë Quill", reason="A court ordered it.")
    places = redaction_places(by=world.approver, request=request)
    confirm_redaction(by=world.approver, request=request, seen=places_digest(places))
    root = Watcher(node.builder).once()
    for path in node.store.folder.rglob("*"):
        if path.is_file() and path.suffix in {"", ".json", ".html"}:
            assert "Zoë Quill" not in path.read_bytes().decode(errors="replace"), path
    assert node.store.folders() == [root.folder]


def test_changed_addresses_are_handed_to_the_command_that_purges(node, world, tmp_path):
    told = tmp_path / "told"
    Watcher(node.builder).once()
    world.change(body=SAFER, severity="meaning")
    Watcher(node.builder, f"cat > '{told}'").once()
    addresses = told.read_text().split()
    assert "http://127.0.0.1:8000/es/when-to-call/" in addresses
    assert "http://127.0.0.1:8000/es/about/" not in addresses


def test_what_a_release_takes_up_again_is_not_tidied_away_under_it(node, world, monkeypatch):
    maker = Watcher(node.builder)
    maker.once()
    first = world.row("signs").body_en
    world.change(body=SAFER, severity="meaning")
    maker.once()
    sweeping = threading.Thread(target=maker._sweep, args=[1])
    original = Watcher._go_live

    def late(self, root):
        # The main thread tidies up just now: what only the first release needed can go.
        sweeping.start()
        sweeping.join(1)
        original(self, root)

    monkeypatch.setattr(Watcher, "_go_live", late)
    world.change(body=first, severity="meaning")
    root = maker.once()
    sweeping.join()
    check(node.store, root)
    assert node.store.record(root.guides["when-to-call"].record)


def test_what_is_published_while_a_release_is_built_is_not_in_it(node, world, monkeypatch):
    original = watcher.Builder._guides

    def meanwhile(self, row, previous):
        thread = threading.Thread(target=publish_and_close)
        thread.start()
        thread.join()
        return original(self, row, previous)

    def publish_and_close():
        world.change(body=SAFER)
        connection.close()

    monkeypatch.setattr(watcher.Builder, "_guides", meanwhile)
    root = Watcher(node.builder).once()
    store = Store(node.store.folder)
    assert root.number == 1
    assert store.record(root.guides["when-to-call"].record)["frame"]["live"] == 1


def test_installation_without_sources_is_told_so(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(identity, "ENTRIES", ("guidance.nowhere",))
    with pytest.raises(CommandError, match="not whole: guidance.nowhere is not below"):
        call_command("watch", "--once")
