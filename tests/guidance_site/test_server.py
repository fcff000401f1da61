import pytest

from guidance_site import server


@pytest.fixture
def said(settings, capsys):
    """Return what is printed when the server is ready."""

    def ready(**changes):
        for name, value in changes.items():
            setattr(settings, name, value)
        server.when_ready(None)
        return capsys.readouterr().out.splitlines()

    return ready


def test_it_says_where_readers_and_staff_find_the_site(said, settings, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    guidance, staff, account = said(DATA_DIR=settings.BASE_DIR / "var")
    assert guidance.endswith(" http://127.0.0.1:8000/")
    assert staff.endswith(" http://127.0.0.1:8000/admin/")
    assert account.endswith(" make staff")


def test_the_line_for_an_account_names_another_folder(said, tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert said(DATA_DIR=tmp_path / "a b")[2].endswith(f" DATA_DIR='{tmp_path}/a b'")


def test_a_password_of_the_database_is_not_printed(said, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://amina:p4ssw0rd@127.0.0.1/guidance")
    assert "p4ssw0rd" not in " ".join(said())


def test_nothing_is_logged_about_requests():
    assert server.accesslog is None
    assert server.control_socket_disable
