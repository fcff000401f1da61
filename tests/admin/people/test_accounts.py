"""Accounts: who keeps them, what nobody can give themselves, and what history says."""

import pytest
from django.contrib.auth.models import Group, User

from guidance.admin.staff_site import staff_site
from guidance.models import Event
from tests.staff import PASSWORD, make_person


@pytest.fixture
def administrator(world, client):
    person = make_person("administrator")
    client.force_login(person)
    return person


def change(client, person, **fields):
    names = {"username": person.username, "first_name": "", "last_name": "", "email": ""}
    data = {**names, "is_active": "on", "is_staff": "on", **fields}
    return client.post(f"/admin/auth/user/{person.pk}/change/", data)


def test_only_accounts_are_kept_in_djangos_own_pages():
    assert list(staff_site._registry) == [User]
    assert not staff_site.is_registered(Group)


def test_new_account_is_staff_without_any_role_and_stands_in_history(administrator, client):
    new = {"username": "new", "first_name": "Nadifa", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/admin/auth/user/add/", new)
    person = User.objects.get(username="new")
    assert (person.is_staff, person.is_superuser) == (True, False)
    assert not person.staff_roles.exists()
    assert Event.objects.get(verb="made account").subject == "new"
    client.force_login(person)
    assert client.get("/admin/guides/when-to-call/").status_code == 200


def test_no_administrator_makes_anybody_a_superuser(administrator, client):
    for person in (administrator, User.objects.create_user("other", is_staff=True)):
        change(client, person, is_superuser="on", groups="1", user_permissions="1")
        person.refresh_from_db()
        assert not person.is_superuser
        assert not person.user_permissions.exists()


def test_no_administrator_changes_who_has_every_role(administrator, world, client):
    before = User.objects.values().get(pk=world.approver.pk)
    assert change(client, world.approver, first_name="Other").status_code == 403
    new = {"password1": "a very long password", "password2": "a very long password"}
    address = f"/admin/auth/user/{world.approver.pk}/password/"
    assert client.post(address, {**new, "usable_password": "true"}).status_code == 403
    assert User.objects.values().get(pk=world.approver.pk) == before
    assert Event.objects.filter(verb="was refused", actor_id=administrator.pk).count() == 2


def test_superuser_gives_and_takes_every_role(world, client):
    client.force_login(world.approver)
    change(client, world.writer, is_superuser="")
    world.writer.refresh_from_db()
    assert not world.writer.is_superuser
    change(client, world.writer, is_superuser="on")
    world.writer.refresh_from_db()
    assert world.writer.is_superuser


def test_history_of_an_account_names_what_changed_but_no_password(administrator, client):
    person = User.objects.create_user("other", password=PASSWORD, is_staff=True)
    change(client, person, is_active="")
    new = {"password1": "a very long password", "password2": "a very long password"}
    client.post(f"/admin/auth/user/{person.pk}/password/", {**new, "usable_password": "true"})
    events = Event.objects.filter(verb="changed account", subject="other").order_by("pk")
    assert [event.data["fields"] for event in events] == [["Active"], ["password"]]
    page = client.get(f"/admin/auth/user/{person.pk}/history/", follow=True).content.decode()
    assert "changed account other" in page
    person.refresh_from_db()
    assert not person.is_active
    assert person.check_password("a very long password")


def test_whose_account_is_deactivated_is_out_at_once(administrator, world, client):
    client.force_login(world.writer)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=world.writer.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_team_of_two_is_one_button(administrator, client):
    person = make_person("no role")
    address = f"/admin/accounts/{person.pk}/roles/"
    assert "A team of two" in client.get(address).content.decode()
    client.post(address, {"preset": "two"})
    assert {row.role for row in person.staff_roles.all()} == {
        "writer", "translator", "reviewer", "publisher", "administrator",
    }  # fmt: skip
    assert person.staff_roles.filter(role="translator").count() == 7
