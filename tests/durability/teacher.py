"""A teacher's browser without the browser: signs in and sends journal operations over one connection."""

import http.client
import json
import re
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from parta.ops.demo.people import PASSWORD


class Teacher:
    """One session. `send` answers the results; a broken connection raises, as it does for a page."""

    def __init__(self, port: int, login: str = "krylova") -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._sign_in(login)

    def _sign_in(self, login: str) -> None:
        form = self._request("GET", "/sign-in/")[1]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token
        body = urlencode({"login": login, "password": PASSWORD, "csrfmiddlewaretoken": token[1]})
        status, _ = self._request("POST", "/sign-in/", body, {"Content-Type": "application/x-www-form-urlencoded"})
        assert status == 302, status

    def _request(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {"Cookie": cookies, "Accept": "text/html", **(headers or {})})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text

    def get(self, path: str) -> tuple[int, str]:
        """Status and body of a page."""
        return self._request("GET", path)

    def post(self, operations: Sequence[dict[str, Any]]) -> tuple[int, str]:
        """Status and body of the answer to a list of operations."""
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-CSRFToken": self.cookies["csrftoken"],
        }
        return self._request("POST", "/journal/operations/", json.dumps({"operations": operations}), headers)

    def send(self, *operations: dict[str, Any]) -> list[dict[str, Any]]:
        """Results of the operations, in order."""
        status, text = self.post(operations)
        assert status == 200, f"{status}: {text[:500]}"
        results: list[dict[str, Any]] = json.loads(text)["results"]
        return results


def mark(lesson: int, student: int, value: str, base: int = 0) -> dict[str, Any]:
    """One mark with a comment of its own, so that no two writes are the same."""
    key = str(uuid.uuid4())
    made = {"id": key, "kind": "mark", "lesson": lesson, "student": student, "slot": 1}
    return {**made, "value": value, "base": base, "comment": key}
