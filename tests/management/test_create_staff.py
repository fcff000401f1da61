import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from guidance.models import Event

pytestmark = pytest.mark.django_db
PASSWORD = "three brown otters"


def create(**options):
    out = io.StringIO()
    call_command("create_staff", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def given(monkeypatch):
    """Return the password as a program would."""
    monkeypatch.setenv("STAFF_PASSWORD", PASSWORD)


@pytest.fixture
def terminal(monkeypatch):
    """Sit at a terminal and answer what is asked, in turn."""

    def answer(*passwords, name="amina"):
        typed = iter(passwords)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr(
            "builtins.input", lambda asked: "two" if asked.startswith("A team") else name
        )
        monkeypatch.setattr("getpass.getpass", lambda _: next(typed))

    monkeypatch.delenv("STAFF_PASSWORD", raising=False)
    return answer


def test_a_program_can_create_an_account(given):
    said = create(username="amina", full_name="Amina Warsame")
    assert said == "amina can now sign in. Make a second account for the other person.\n"
    user = User.objects.get()
    assert user.is_staff
    assert user.is_superuser
    assert user.check_password(PASSWORD)
    assert user.get_full_name() == "Amina Warsame"


def test_a_person_can_create_an_account(terminal):
    terminal(PASSWORD, PASSWORD)
    create()
    assert User.objects.get().username == "amina"


def test_a_person_is_asked_again_until_the_password_is_good(terminal, capsys):
    terminal("short", PASSWORD, "something else", PASSWORD, PASSWORD)
    create()
    assert User.objects.get().check_password(PASSWORD)
    said = capsys.readouterr().err
    assert "at least 12 characters" in said
    assert "two different passwords" in said


def test_a_weak_given_password_creates_no_account(monkeypatch):
    monkeypatch.setenv("STAFF_PASSWORD", "amina-amina-amina")
    with pytest.raises(CommandError, match="STAFF_PASSWORD: .*similar to the username"):
        create(username="amina-amina")
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("name", "problem"), [("amina", "already exists"), ("a b", "valid username"), ("", "blank")]
)
def test_a_name_that_cannot_be_used_is_explained(name, problem, terminal):
    User.objects.create_user("amina")
    terminal(PASSWORD, PASSWORD, name=name)
    with pytest.raises(CommandError, match=problem):
        create()
    assert User.objects.count() == 1


def test_without_a_terminal_it_says_how_to_do_without(monkeypatch):
    monkeypatch.delenv("STAFF_PASSWORD", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="STAFF_PASSWORD"):
        create(username="amina")
    assert not User.objects.exists()


def test_larger_team_begins_with_an_administrator_who_has_no_other_role(given):
    said = create(username="amina", team="larger")
    assert "give them their roles" in said
    user = User.objects.get()
    assert not user.is_superuser
    assert [row.role for row in user.staff_roles.all()] == ["administrator"]
    assert Event.objects.get().verb == "made administrator"


def test_account_of_a_team_of_two_has_every_role(given):
    create(username="amina", team="two")
    assert User.objects.get().is_superuser


def test_at_a_terminal_the_team_is_asked_until_it_is_known(terminal, monkeypatch, capsys):
    terminal(PASSWORD, PASSWORD)
    answers = iter(["three", "larger", "amina"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    create()
    assert "Type two or larger." in capsys.readouterr().err
    assert not User.objects.get().is_superuser
