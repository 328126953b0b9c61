from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from annotator.core.errors import UserError
from annotator.project import language_data as page
from annotator.project.jobs import Worker
from annotator.project.language_data import Installation, language_data, state_sentence
from tests.suggest import tiny_camel

THERE = importlib.util.find_spec("camel_tools") is not None or "RAQIM_ALL" in os.environ
needs_camel = pytest.mark.skipif(not THERE, reason="camel-tools is not installed")
FILES = {"config.json": b"{}", "vocab.txt": b"[PAD]\n", "model.safetensors": b"weights" * 50_000}


class Site:
    """A web site on this machine: paths with what they answer; ``None`` answers slowly and never ends."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | None] = {}
        self.over = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                answer = site.pages.get(self.path, b"<html>log in first</html>")
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer) if answer is not None else 1_000_000))
                self.end_headers()
                self.wfile.write(answer if answer is not None else b"x" * 40_000)
                if answer is None:
                    self.wfile.flush()
                    site.over.wait(60)

            def log_message(self, *_arguments: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.server_port}{path}"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    made = Site()
    yield made
    made.over.set()
    made.server.shutdown()
    made.server.server_close()


def packed() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        for name, content in FILES.items():
            file.writestr(name, content)
    return whole.getvalue()


def facts(url: str, destination: str = "ner/arabert", **more: object) -> dict[str, Any]:
    files = [{"path": name, "sha256": hashlib.sha256(content).hexdigest()} for name, content in FILES.items()]
    return {
        "package_type": "http", "private": False, "version": "1.1.0", "license": "AraBERT", "size": 350_000,
        "description": "names", "url": url, "destination": destination, "files": files, **more,
    }  # fmt: skip


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def waited(installation: Installation, seconds: float = 100) -> None:
    end = time.monotonic() + seconds
    while not installation.done():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.01)


# ---- without camel-tools or a network ---------------------------------------------------------------------


def test_reading_what_is_installed_touches_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert not any(each.installed for each in language_data(tmp_path).packages)
    assert state_sentence(tmp_path)
    assert not list(tmp_path.iterdir())


def test_without_camel_tools_installing_is_refused(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "camel_is_there", lambda: False)
    with pytest.raises(UserError, match="not installed"):
        installation.install("ner-arabert")
    assert "not part" in state_sentence()


# ---- with the real downloader -----------------------------------------------------------------------------


@needs_camel
def test_a_package_comes_with_what_it_needs_and_counts_as_installed(
    installation: Installation, site: Site, tmp_path: Path
) -> None:
    site.pages["/a.zip"] = site.pages["/b.zip"] = packed()
    tiny_camel.write_catalogue(
        tmp_path,
        {"a": facts(site.url("/a.zip"), dependencies=["b"]), "b": facts(site.url("/b.zip"), "morphology_db/x")},
    )
    installation.install("a")
    with pytest.raises(UserError, match="under way"):
        installation.install("b")
    waited(installation)
    assert installation.error is None
    assert [each.installed for each in language_data(tmp_path).packages] == [True, True]
    assert (tmp_path / "data" / "ner" / "arabert" / "vocab.txt").read_bytes() == FILES["vocab.txt"]
    assert json.loads((tmp_path / "versions.json").read_text()) == {"a": "1.1.0", "b": "1.1.0"}
    assert not (tmp_path / "unfinished").exists()


@needs_camel
def test_progress_is_seen_and_cancelling_leaves_nothing(installation: Installation, site: Site, tmp_path: Path) -> None:
    site.pages["/a.zip"] = None
    tiny_camel.write_catalogue(tmp_path, {"a": facts(site.url("/a.zip"))})
    installation.install("a")
    step = None
    end = time.monotonic() + 100
    while step is None and time.monotonic() < end:
        assert not installation.done(), installation.error
        step = installation.step()
        time.sleep(0.01)
    assert step is not None
    assert (step.package, step.stage, step.total) == ("a", "download", 1_000_000)
    installation.cancel()
    assert installation.done()
    assert installation.error is not None
    assert not (tmp_path / "unfinished").exists()
    assert [each.installed for each in language_data(tmp_path).packages] == [False]


@needs_camel
def test_a_connection_that_stalls_is_given_up(
    installation: Installation, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/a.zip"] = None
    tiny_camel.write_catalogue(tmp_path, {"a": facts(site.url("/a.zip"))})
    installation.install("a")
    while installation.step() is None and not installation.done():
        time.sleep(0.01)
    monkeypatch.setattr(page, "STALL", 0.3)
    waited(installation)
    assert installation.error is not None
    assert "nothing came" in str(installation.error)


@needs_camel
@pytest.mark.parametrize("answer", [b"<html>log in first</html>", b""])
def test_what_is_no_package_is_refused_and_not_installed(
    installation: Installation, site: Site, tmp_path: Path, answer: bytes
) -> None:
    site.pages["/a.zip"] = answer
    tiny_camel.write_catalogue(tmp_path, {"a": facts(site.url("/a.zip"))})
    installation.install("a")
    waited(installation)
    assert installation.error is not None
    assert all(isinstance(each, str | int) for each in installation.error.arguments.values())  # nothing of camel-tools
    assert [each.installed for each in language_data(tmp_path).packages] == [False]


@needs_camel
def test_a_damaged_file_is_noticed(installation: Installation, site: Site, tmp_path: Path) -> None:
    site.pages["/a.zip"] = packed()
    wrong = facts(site.url("/a.zip"))
    wrong["files"][0]["sha256"] = "0" * 64
    tiny_camel.write_catalogue(tmp_path, {"a": wrong})
    installation.install("a")
    waited(installation)
    assert "damaged" in str(installation.error)
    assert [each.installed for each in language_data(tmp_path).packages] == [False]


@needs_camel
@pytest.mark.parametrize("more", [{"destination": "../../x"}, {"post_install": {"args": []}}])
def test_a_package_that_would_lie_elsewhere_or_needs_a_hand_is_refused(
    installation: Installation, site: Site, tmp_path: Path, more: dict[str, object]
) -> None:
    site.pages["/a.zip"] = packed()
    tiny_camel.write_catalogue(tmp_path, {"a": facts(site.url("/a.zip")) | more})
    installation.install("a")
    waited(installation)
    assert "by hand" in str(installation.error)


@needs_camel
def test_offline_the_list_cannot_be_fetched_in_one_sentence_and_nothing_is_left(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # nobody listens there
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    installation.refresh()
    waited(installation)
    assert "no connection" in str(installation.error)
    assert not (tmp_path / "catalogue.json").exists()


@needs_camel
def test_the_list_is_fetched_and_a_page_that_is_none_keeps_the_former(site: Site, tmp_path: Path) -> None:
    site.pages["/catalogue.json"] = json.dumps(tiny_camel.catalogue({"a": facts(site.url("/a.zip"))})).encode()
    worker = Worker()
    try:
        worker.submit(tiny_camel.fetch_from, site.url("/catalogue.json"), str(tmp_path)).result(100)
        assert [each.name for each in language_data(tmp_path).packages] == ["a"]
        with pytest.raises(UserError, match="log in"):
            worker.submit(tiny_camel.fetch_from, site.url("/elsewhere"), str(tmp_path)).result(100)
    finally:
        worker.kill()
    assert [each.name for each in language_data(tmp_path).packages] == ["a"]
