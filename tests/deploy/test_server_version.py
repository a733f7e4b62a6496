import pytest

from pyclient.deploy.server import ServerVersion


@pytest.mark.parametrize(
    ("text", "engine", "number"),
    [
        ("10.4.32-MariaDB", "mariadb", (10, 4, 32)),
        ("5.5.5-10.4.32-MariaDB-log", "mariadb", (10, 4, 32)),
        ("10.6.22-MariaDB-0ubuntu0.22.04.1", "mariadb", (10, 6, 22)),
        ("8.0.33", "mysql", (8, 0, 33)),
        ("5.7.44-log", "mysql", (5, 7, 44)),
    ],
)
def test_an_old_server_is_refused_with_what_to_upgrade_to(
    text: str, engine: str, number: tuple[int, int, int]
) -> None:
    version = ServerVersion.parse(text)
    assert (version.engine, version.number) == (engine, number)
    assert version.refusal is not None
    assert text in version.refusal
    assert "upgrade to" in version.refusal


def test_the_refusal_names_xampp_for_mariadb() -> None:
    assert "XAMPP" in str(ServerVersion.parse("10.4.32-MariaDB").refusal)


@pytest.mark.parametrize(
    "text",
    [
        "9.7.4-2",
        "8.0.34",
        "8.4.0-commercial",
        "10.11.0-MariaDB",
        "5.5.5-10.11.6-MariaDB-0+deb12u1",
        "11.8.3-MariaDB",
    ],
)
def test_a_current_server_is_taken(text: str) -> None:
    assert ServerVersion.parse(text).refusal is None


def test_what_is_no_version_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a server version"):
        ServerVersion.parse("PostgreSQL")
