"""The container path of tests/server.py, for real; skipped, with the reason, where no container can run."""

from contextlib import closing

import pytest

from pyclient.deploy.session import fetch
from tests.server import ENGINES, container_obstacle, container_server
from tests.shop import Shop


@pytest.mark.parametrize("name", ["mariadb", "mysql"])
def test_a_container_carries_the_package(name: str) -> None:
    engine, version = ENGINES[name]
    image = f"{engine}:{version}"
    obstacle = container_obstacle(image)
    if obstacle is not None:
        pytest.skip(obstacle)
    with container_server(image) as server:
        assert server.engine == engine
        assert server.version.startswith(version)
        with Shop.created(server, "daftar_in_a_container") as shop:
            assert shop.violations() == {}
            with closing(server.connect(shop.name)) as connection:
                assert fetch(connection, "SELECT COUNT(*) FROM companies") == [(1,)]
