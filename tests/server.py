"""The database server that the tests run on: a URL given by the user, a container, or a private server."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit, urlunsplit

import docker
import docker.errors
import mysql.connector
import requests
from mysql.connector.abstracts import MySQLConnectionAbstract
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer

from pyclient.connection import connect
from pyclient.deploy.server import Engine, read_version
from pyclient.private_server import FAST_OPTIONS, PrivateServer, find_binaries

# What --engine says: the make and the version.
ENGINES: dict[str, tuple[Engine, str]] = {
    "mariadb": ("mariadb", "10.11"),
    "mysql": ("mysql", "9.7"),
    "mariadb-11.8": ("mariadb", "11.8"),
}

CONTAINER_START_SECONDS = 120
_PASSWORD = "daftar"
_ROOM_IN_MEMORY = 8 * 2**30


@dataclass(frozen=True)
class Server:
    """A running server. ``origin`` says where it comes from; ``admin_url`` names no database."""

    engine: Engine
    version: str
    origin: str
    admin_url: str

    def url(self, database: str = "") -> str:
        """The URL of one database, as the administrator."""
        return urlunsplit(urlsplit(self.admin_url)._replace(path=f"/{database}"))

    def connect(self, database: str = "") -> MySQLConnectionAbstract:
        """A new connection as the administrator; the caller closes it."""
        return connect(self.url(database))


@contextmanager
def running_server(name: str) -> Iterator[Server]:
    """The server for one of ENGINES: DAFTAR_TEST_URL (whatever version that is), else a container where a
    Docker engine answers and has the image, else a private server. Raises LookupError or PrivateServerError
    when there is none.
    """
    engine, version = ENGINES[name]
    url = os.environ.get("DAFTAR_TEST_URL")
    if url:
        server = _identified("DAFTAR_TEST_URL", url)
        if server.engine != engine:
            raise LookupError(f"DAFTAR_TEST_URL is {server.engine} {server.version}, not {engine}")
        yield server
        return
    wanted_image = os.environ.get("DAFTAR_TEST_IMAGE")
    image = wanted_image or f"{engine}:{version}"
    obstacle = container_obstacle(image)
    if obstacle is None:
        with container_server(image) as server:
            yield server
    elif wanted_image:
        raise LookupError(f"DAFTAR_TEST_IMAGE is {wanted_image}, but {obstacle}")
    else:
        binaries = find_binaries(engine, version)
        with (
            TemporaryDirectory(prefix="daftar-", dir=_folder_in_memory()) as folder,
            PrivateServer(binaries, Path(folder)) as private,
        ):
            # By its socket: MySQL's TLS handshake would cost 20 ms for each connection of each test.
            url = f"{private.url()}?unix_socket={quote(str(private.socket))}"
            yield _identified(f"private server of {binaries.server}", url)


def _folder_in_memory() -> Path | None:
    """Where there is plenty of memory: a third of a MySQL run is tables being emptied between tests, which
    takes half as long there."""
    memory = Path("/dev/shm")
    has_room = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free >= _ROOM_IN_MEMORY
    return memory if has_room else None


def container_obstacle(image: str) -> str | None:
    """Why no container of ``image`` can run here; None when it can. Never pulls an image."""
    try:
        client = docker.from_env(timeout=5)
        client.ping()
        client.images.get(image)
    except docker.errors.ImageNotFound:
        return f"the Docker engine has no image {image} (tests/servers/image.sh builds it)"
    except (docker.errors.DockerException, requests.exceptions.RequestException):
        return "no Docker engine answers (tests/servers/docker.sh starts one)"
    return None


@contextmanager
def container_server(image: str) -> Iterator[Server]:
    """A server in a container of ``image``, ended afterwards."""
    # testcontainers' own clean-up container would have to be pulled; ours ends with the context.
    testcontainers_config.ryuk_disabled = True
    container = (
        DockerContainer(image)
        .with_env("MYSQL_ROOT_PASSWORD", _PASSWORD)
        .with_env("MARIADB_ROOT_PASSWORD", _PASSWORD)
        .with_exposed_ports(3306)
        .with_command(list(FAST_OPTIONS))
    )
    with container:
        # "localhost" would mean a socket to the database client.
        host = container.get_container_host_ip().replace("localhost", "127.0.0.1")
        url = f"mysql://root:{_PASSWORD}@{host}:{container.get_exposed_port(3306)}/"
        deadline = time.monotonic() + CONTAINER_START_SECONDS
        while True:
            try:
                server = _identified(f"container of {image}", url)
                break
            except mysql.connector.Error:
                if time.monotonic() > deadline or container.status not in {"created", "running"}:
                    raise
                time.sleep(0.2)
        yield server


def _identified(origin: str, admin_url: str) -> Server:
    connection = connect(admin_url)
    try:
        said = read_version(connection)
    finally:
        connection.close()
    return Server(said.engine, ".".join(map(str, said.number)), origin, admin_url)
