"""`parta serve --metrics-port`: a real server counts in all its processes, this machine alone may read."""

import json
import re
import socket
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path

import pytest

from tests import servers

pytestmark = pytest.mark.any_database


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as response:
        return str(response.read().decode())


def test_the_keeper_reads_the_metrics_of_a_running_server(tmp_path: Path) -> None:
    here = servers.installation(tmp_path / "data", "parta_metrics")
    here = replace(here, env=here.env | {"PARTA_LOG_LEVEL": "INFO"})
    port = servers.free_port()
    with here.serving("--metrics-port", str(port)) as address:
        for _ in range(20):
            fetch(f"{address}/sign-in/?next=/people/")
        assert fetch(f"{address}/health/ready") == "ok\n"
        text = fetch(f"http://127.0.0.1:{port}/metrics")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            fetch(f"http://127.0.0.1:{port}/")
    assert 'parta_requests_total{method="GET",status="2xx",view="sign_in"} 20.0' in text, "all processes are added up"
    assert 'parta_request_seconds_count{view="sign_in"} 20.0' in text
    assert "parta_server_up 1.0" in text
    assert "parta_worker_restarts_total 0.0" in text
    assert re.search(r'parta_build_info{version="[\d.]+"} 1.0', text)
    lines = [json.loads(line) for line in here.log().splitlines() if '"event": "request"' in line]
    assert [line["view"] for line in lines].count("sign_in") == 20
    assert "/people/" not in json.dumps(lines)
    assert not servers.listens(port), "the port is freed with the server"


def test_a_busy_metrics_port_is_said_in_words(tmp_path: Path) -> None:
    here = servers.installation(tmp_path / "data", "parta_metrics_busy")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = taken.getsockname()[1]
        done = here.parta("serve", "--port", str(servers.free_port()), "--metrics-port", str(port))
    assert done.returncode == 2
    assert f"Порт показателей 127.0.0.1:{port} занят" in done.stderr
