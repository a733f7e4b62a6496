"""What the shop's old page sends: form fields, the lists among them as JSON strings."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import requests

from pyclient import wire
from tests.till import Answer

_SECONDS = 60


@dataclass(frozen=True)
class PageServer:
    """Where the page is (at each address the same, with the same sessions), the account that it calls
    procedures as, its session files and its error log."""

    addresses: list[str]
    account: str
    sessions: Path
    log: Path

    def logged(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""


class OldPage:
    """One browser with the page open; ``address`` is one of the server's."""

    def __init__(
        self, server: PageServer, address: str = "", cookies: Mapping[str, str] | None = None
    ) -> None:
        self._server = server
        self._address = address or server.addresses[0]
        self._http = requests.Session()
        self._http.cookies.update(cookies or {})
        self.token = ""

    def log_in(self, session: str) -> OldPage:
        """A session as the shop's other pages leave it: PHP's own text of what is in it."""
        name = secrets.token_hex(16)
        (self._server.sessions / f"sess_{name}").write_text(session, encoding="utf-8")
        self._http.cookies.set("PHPSESSID", name, domain="127.0.0.1", path="/")
        return self

    def load(self) -> OldPage:
        """Open the page, or reload it."""
        found = re.search(r'name="csrf-token" content="(\w+)"', self._http.get(self._address).text)
        assert found is not None
        self.token = found[1]
        return self

    def twins(self, count: int) -> list[OldPage]:
        """Further connections of the same page, to all addresses: same session and token, nothing loaded."""
        cookies = {each.name: each.value or "" for each in self._http.cookies}
        pages = [
            OldPage(self._server, each, cookies) for each in islice(cycle(self._server.addresses), count)
        ]
        for page in pages:
            page.token = self.token
        return pages

    def send(self, action: str, fields: Mapping[str, object], **changed: object) -> requests.Response:
        """POST as the page does: lists as JSON texts, its token last. None: no such field."""
        sent = {**fields, "csrf_token": self.token, "action": action, **changed}
        form = {
            name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)
            for name, value in sent.items()
            if value is not None
        }
        return self.send_raw(form)

    def send_raw(self, form: Mapping[str, str | bytes]) -> requests.Response:
        """POST exactly these fields."""
        return self._http.post(f"{self._address}api.php", data=form, timeout=_SECONDS)

    def post(self, action: str, fields: Mapping[str, object], **changed: object) -> Answer:
        """:meth:`send`; the answer of status 200."""
        response = self.send(action, fields, **changed)
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        answer = wire.parse(response.text)
        assert isinstance(answer, dict)
        return answer

    def session(self) -> str:
        """What PHP keeps of the session."""
        return self._session_file().read_text(encoding="utf-8")

    def let_seconds_pass(self, seconds: int) -> None:
        """Make every time in the session so much older."""
        older, changes = re.subn(
            r"\bi:(\d{10});", lambda found: f"i:{int(found[1]) - seconds};", self.session()
        )
        assert changes > 0, older
        self._session_file().write_text(older, encoding="utf-8")

    def _session_file(self) -> Path:
        return self._server.sessions / f"sess_{self._http.cookies['PHPSESSID']}"
