"""A publication that dies at any point leaves the last version live and whole."""

import pytest
from django.db import connection

from guidance.models import Edition, Event, FrozenText, Release, Submission, Tombstone
from guidance.publishing import approve, plan_retirement, publish
from guidance.queries.guide_frame import guide_frame
from guidance.queries.published import published_guide
from tests.publishing.publication.test_spine import SAFER
from tests.world import make_world

WRITES = ("INSERT", "UPDATE", "DELETE")


class Died(BaseException):
    """The process was killed here."""


def state(world):
    content, _ = published_guide(world.fresh())
    return (
        content,
        guide_frame(world.fresh()).digest(),
        Edition.objects.count(),
        FrozenText.objects.count(),
        Event.objects.count(),
        Release.objects.count(),
        Tombstone.objects.count(),
        list(Submission.objects.values_list("state", flat=True)),
        [getattr(world.row("signs"), name) for name in ("body_en", "base_en", "base_es")],
    )


@pytest.mark.django_db(transaction=True)
def test_publication_killed_before_any_of_its_writes_changes_nothing():
    world = make_world()
    world.write("signs", body=SAFER)
    plan_retirement(by=world.writer, section=world.row("calm"), reason="Not needed.")
    submission = world.submit("safety")
    approve(by=world.approver, submission=submission)
    before = state(world)
    killed = 0
    while True:
        writes = 0

        def die(execute, sql, params, many, context, *, at=killed):
            nonlocal writes
            if sql.startswith(WRITES):
                if writes == at:
                    raise Died
                writes += 1
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(die):
                publish(by=world.approver, submission=submission)
        except Died:
            assert state(world) == before
            killed += 1
        else:
            break
    assert killed > 10
    assert Edition.objects.count() == 2
    assert Release.objects.count() == 2
