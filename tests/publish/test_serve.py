"""The server of `mini serve`: what it hands out and to whom, how pages are dressed, and how a save is noticed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_reader import PageReader

from catalogues import CatalogueFolder
from miniexchange.check.run import open_catalogue
from miniexchange.diagnostic import UserError
from miniexchange.publish.serve import problem_of, serve, told, watching
from miniexchange.publish.serve.dressing import dressed, widened
from miniexchange.publish.serve.files import name_of
from miniexchange.publish.serve.problem import Fault, Problem
from miniexchange.publish.serve.server import Server
from miniexchange.publish.serve.state import Now, State

POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
PAGE = (
    f'<!doctype html><html lang="en"><head><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    "<title>Home</title></head><body class='x'><h1>Home</h1></body></html>"
)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}\x1b[31m\u202e</details></aside>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    site = tmp_path / "private" / "site"
    for name, content in {
        "index.html": PAGE, "practices/zoë.html": PAGE, "regions/index.html": PAGE, "style.css": "p {}",
        "records.js": "x", "markdown/README.md": "# X", "api/v1/practices.json": "{}", "feed.xml": "<feed/>",
        "media/photo.png": "x", "media/odd.bin": "x", ".miniexchange-site.json": "{}", "empty.txt": "",
    }.items():  # fmt: skip
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(content)
    (site.parent / "secret.html").write_text("secret")
    (site / "link.html").symlink_to(site.parent / "secret.html")
    return site


@pytest.fixture
def state(folder: Path) -> State:
    state = State(folder)
    state.built(None)
    return state


@pytest.fixture
def server(state: State) -> Iterator[Server]:
    with Server(state, 0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        state.end()
        server.shutdown()


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def raw(server: Server, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?x=1", "text/html; charset=utf-8"),
        ("/practices/zo%C3%AB.html", "text/html; charset=utf-8"),
        ("/regions/", "text/html; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/records.js", "text/javascript; charset=utf-8"),
        ("/markdown/README.md", "text/markdown; charset=utf-8"),
        ("/api/v1/practices.json", "application/json; charset=utf-8"),
        ("/feed.xml", "application/xml; charset=utf-8"),
        ("/media/photo.png", "image/png"),
        ("/media/odd.bin", "application/octet-stream"),
        ("/_mini/live.js", "text/javascript; charset=utf-8"),
        ("/_mini/live.css", "text/css; charset=utf-8"),
    ],
)
def test_a_file_has_its_type_and_is_never_kept(path: str, kind: str, server: Server) -> None:
    answer, body = ask(server, path)
    assert (answer.status, answer.getheader("Content-Type")) == (200, kind)
    assert answer.getheader("Cache-Control") == "no-store"
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("Cross-Origin-Resource-Policy") == "same-origin"
    assert body
    head, nothing = ask(server, path, "HEAD")
    assert (head.status, head.getheader("Content-Length"), nothing) == (200, str(len(body)), b"")


def test_an_empty_file_is_a_file(server: Server) -> None:
    answer, body = ask(server, "/empty.txt")
    assert (answer.status, body) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.html", "/practices/../../secret.html", "/%2e%2e/secret.html", "/%2e%2e%2fsecret.html",
        "/..%5csecret.html", "/..\\secret.html", "//secret.html", "/practices//zo%C3%AB.html", "/./index.html",
        "/link.html", "/.miniexchange-site.json", "/%00index.html", "/index.html%00", "/%ff", "/index.html/",
        "/index.html/x", "/nowhere.html", "/Index.html", "/PRACTICES/zo%C3%AB.html", "/practices/", "/practices",
        "/_mini/", "/_mini/server.py", "/_mini/../live.js", "/" + "x" * 5000, "/" + "x/" * 2000,
    ],
)  # fmt: skip
def test_nothing_else_is_handed_out_and_no_folder_is_listed(path: str, server: Server) -> None:
    answer, body = ask(server, path)
    assert answer.status == 404
    assert b"secret" not in body and b"zo" not in body
    assert b"live.js" in body  # a page that comes to be shows itself


@pytest.mark.parametrize("target", [b"http://127.0.0.1/index.html", b"*", b"../secret.html", b"index.html"])
def test_a_target_that_is_no_path_is_no_file(target: bytes, server: Server) -> None:
    answer = raw(
        server, b"GET %b HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % (target, server.port)
    )
    assert answer.startswith(b"HTTP/1.1 404 ") and b"secret" not in answer


def test_a_folder_with_a_first_page_gets_its_slash(server: Server) -> None:
    answer, _ = ask(server, "/regions")
    assert (answer.status, answer.getheader("Location")) == (302, "/regions/")


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["..", ".", "%2e", "%2F", "/", "\\", "%5C", "a", "%00"])).map("".join)
)
def test_no_address_means_a_file_outside(path: str) -> None:
    name = name_of("/" + path)
    if name is not None:
        base = Path("/site")
        assert (base / name).resolve().is_relative_to(base)
        assert all(part and not part.startswith(".") for part in name.split("/"))
        assert "\\" not in name  # a slash on Windows


def test_other_names_for_this_machine_are_refused(server: Server) -> None:
    for host in ("127.0.0.1", "localhost", "LOCALHOST"):
        assert ask(server, "/", Host=f"{host}:{server.port}")[0].status == 200
    for host in (
        "evil.example", f"evil.example:{server.port}", f"127.0.0.1.evil.example:{server.port}", "127.0.0.1",
        f"localhost:{server.port + 1}", f"0.0.0.0:{server.port}", f"[::1]:{server.port}", "",
    ):  # fmt: skip
        for path in ("/", "/_mini/events", "/_mini/live.js"):
            answer, body = ask(server, path, Host=host)
            assert (answer.status, b"Home" in body, b"data:" in body) == (403, False, False), host


def test_no_host_or_two_are_refused(server: Server) -> None:
    assert raw(server, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 403 ")
    good = b"Host: 127.0.0.1:%d\r\n" % server.port
    assert raw(server, b"GET / HTTP/1.1\r\n" + good + b"Host: evil\r\n\r\n").startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_can_only_be_read(method: str, server: Server) -> None:
    assert ask(server, "/", method)[0].status == 501


def test_the_answer_to_head_ends_with_its_head(server: Server) -> None:
    for path in (b"/", b"/style.css", b"/nowhere.html", b"/_mini/events"):
        host = b"Host: localhost:%d\r\nConnection: close\r\n" % server.port
        assert raw(server, b"HEAD %b HTTP/1.1\r\n%b\r\n" % (path, host)).endswith(b"\r\n\r\n")


def test_nobody_else_on_the_network_reaches_it(server: Server) -> None:
    assert server.socket.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_told_with_the_next_free_one(server: Server, state: State) -> None:
    with pytest.raises(UserError) as error:
        Server(state, server.port)
    assert error.value.message == f"the port {server.port} is in use already"
    free = int(error.value.hint.split("--port ")[1].strip("`"))
    Server(state, free).server_close()


def test_listeners_hear_of_every_build_and_of_the_end(server: Server, state: State) -> None:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", "/_mini/events")
    answer = connection.getresponse()
    assert answer.getheader("Content-Type") == "text/event-stream; charset=utf-8"
    first = state.now().version
    assert (answer.readline(), answer.readline()) == (f"data: {first}\n".encode(), b"\n")
    state.built(Problem("x", ()))
    second = state.now().version
    assert second != first
    assert (answer.readline(), answer.readline()) == (f"data: {second}\n".encode(), b"\n")
    state.end()
    assert answer.read() == b""
    connection.close()


def test_two_servers_never_have_the_same_version(folder: Path) -> None:
    assert State(folder).now().version != State(folder).now().version


def test_before_the_first_build_pages_say_so(folder: Path) -> None:
    state = State(folder)
    with Server(state, 0) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        answer, body = ask(server, "/practices/any.html")
        assert (answer.status, b"is being built" in body, b"live.js" in body) == (200, True, True)
        assert ask(server, "/style.css")[0].status == 503
        state.built(Problem("1 error in the catalogue", (Fault("data/x.yaml:1:2", "Wrong", "Mend it"),)))
        answer, body = ask(server, "/")
        assert answer.status == 200
        assert b"data/x.yaml:1:2" in body and b"Mend it" in body and b"There is no site to show yet" in body
        server.shutdown()


def test_while_a_folder_is_swapped_requests_wait(server: Server, folder: Path) -> None:
    away = folder.with_name("away")
    folder.rename(away)
    threading.Timer(0.3, away.rename, [folder]).start()
    assert ask(server, "/style.css")[1] == b"p {}"


def test_a_page_is_dressed_in_its_copy_only(server: Server, state: State, folder: Path) -> None:
    state.built(Problem("1 error", (Fault("a", "b", "c"),)))
    before = (folder / "index.html").read_bytes()
    body = ask(server, "/")[1]
    assert b"live.js" in body and b"mini-problem" in body
    assert (folder / "index.html").read_bytes() == before == PAGE.encode()
    assert ask(server, "/style.css")[1] == b"p {}"


def test_the_policy_lets_in_what_is_added_and_no_more() -> None:
    assert widened(POLICY) == (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        "script-src 'self'; connect-src 'self'"
    )
    assert (
        widened("script-src 'none'; style-src 'sha256-x'") == "script-src 'self'; style-src 'self' 'sha256-x'"
    )
    assert widened("img-src *") == "img-src *"
    assert widened(";;") == ""


@pytest.mark.parametrize(
    "meta",
    [
        '<META CONTENT="{}" HTTP-EQUIV=Content-Security-Policy>',
        '<meta http-equiv="content-security-policy"\n content="{}">',
        "<meta http-equiv='Content-Security-Policy' content=\"{}\">",
    ],
)
def test_the_policy_is_found_however_it_is_written(meta: str) -> None:
    page = f"<head>{meta.format(POLICY.replace(chr(39), '&#39;'))}<meta name='description' content='a > b'></head>"
    read = PageReader(dressed(page.encode(), Now("1", None, True)).decode())
    assert widened(POLICY) in read.values("content") and "a > b" in read.values("content")


def test_hostile_text_stays_text_in_the_panel_and_the_terminal() -> None:
    problem = Problem(HOSTILE, (Fault(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "^"),), more=3)
    page = dressed(PAGE.encode(), Now("1", problem, True)).decode()
    read = PageReader(page)
    assert read.tags.count("script") == 1 and "img" not in read.tags
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]
    assert read.text.count("<script>alert(1)</script>") == 5
    assert read.misnested == []
    assert "\x1b" not in page and "\u202e" not in page
    assert "\x1b" not in told(problem) and "\u202e" not in told(problem)


@pytest.mark.parametrize(
    "page", [b"", b"plain", b"<body>", b"</head></head>", b"\xff<body", b"<meta", b"<head><body x='>'>"]
)
def test_an_unfinished_page_is_dressed_too(page: bytes) -> None:
    problem = Problem("1 error", (Fault("a", "b", "c"),))
    result = dressed(page, Now("1", problem, True))
    assert result.count(b"live.js") == 1 and result.count(b"<aside") == 1


def test_an_invalid_record_is_told_with_place_line_and_remedy(catalogue: CatalogueFolder) -> None:
    catalogue.write("practice", "bad", title="Bad", region="nowhere", status="draft")
    with pytest.raises(Exception) as error:
        open_catalogue(catalogue.root)
    problem = problem_of(error.value)
    assert problem.heading == "1 error in the catalogue"
    fault = problem.faults[0]
    assert fault.place.startswith("data/practices/bad.yaml:3:") and "nowhere" in fault.message
    assert '"region": "nowhere"' in fault.line and fault.mark.strip("^ ") == ""
    assert told(problem).startswith("1 error in the catalogue:\ndata/practices/bad.yaml:3:")


def test_many_errors_are_counted(catalogue: CatalogueFolder) -> None:
    for number in range(25):
        catalogue.write("practice", f"bad-{number}", title=f"Bad {number}", region="nowhere", status="draft")
    with pytest.raises(Exception) as error:
        open_catalogue(catalogue.root)
    problem = problem_of(error.value)
    assert (len(problem.faults), problem.more) == (20, 5)
    assert "… and 5 more" in told(problem)


def test_other_errors_are_told_by_whose_they_are() -> None:
    assert problem_of(UserError("template x", "mend it")).faults == (Fault("", "template x", "mend it"),)
    assert problem_of(OSError(28, "No space left", "/x")).faults[0].place == "/x"
    assert problem_of(KeyError("x")).heading == "A bug in mini, not in your catalogue"


class Watched:
    """A thread that counts what `changes` yields."""

    def __init__(self, root: Path) -> None:
        self.count = 0
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(root,))
        self._thread.start()

    def _watch(self, root: Path) -> None:
        for _ in watching.changes(root, self.stop):
            self.count += 1

    def reaches(self, count: int) -> bool:
        deadline = time.monotonic() + 10
        while self.count < count and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.count == count

    def end(self) -> None:
        self.stop.set()
        self._thread.join(10)
        assert not self._thread.is_alive()


@pytest.fixture(params=["listening", "looking"])
def watched(
    request: pytest.FixtureRequest, catalogue: CatalogueFolder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Watched]:
    if request.param == "looking":
        monkeypatch.setattr(watching, "can_listen", lambda: False)
    else:
        pytest.importorskip("watchfiles")
    watched = Watched(catalogue.root)
    yield watched
    watched.end()


def test_every_source_is_watched_and_nothing_else(catalogue: CatalogueFolder, watched: Watched) -> None:
    assert watched.reaches(1)
    record = catalogue.root / catalogue.path("practice", "summer-school")
    record.write_text(record.read_text() + "\n")
    assert watched.reaches(2), "an edit"
    catalogue.file("data/practices/new.yaml.tmp", "x").rename(catalogue.root / "data/practices/new.yaml")
    assert watched.reaches(3), "a file that is moved into place, as editors do"
    catalogue.file("site/templates/html/404.html", "x")
    assert watched.reaches(4), "templates where there were none"
    catalogue.file("site/templates/html/404.html", "xy")
    assert watched.reaches(5), "an edited template"
    settings = catalogue.root / "mini.yaml"
    settings.write_text("schema_version: 1\nsite:\n  templates: looks\n")
    assert watched.reaches(6), "the settings"
    catalogue.file("looks/html/404.html", "x")
    assert watched.reaches(7), "the templates' other place"
    (catalogue.root / "data/practices/new.yaml").unlink()
    assert watched.reaches(8), "a removal"
    for name in ("site-build/index.html", "README.md", "data/practices/.x.yaml.swp", ".git/index"):
        catalogue.file(name, "x")
    time.sleep(1.3)
    assert watched.count == 8


def test_a_save_during_a_build_is_not_missed(catalogue: CatalogueFolder) -> None:
    seen = []
    stop = threading.Event()

    def build(root: Path, folder: Path) -> None:
        text = catalogue.read("practice", "summer-school")
        seen.append(text.endswith("# saved\n"))
        if len(seen) == 1:
            catalogue.write("practice", "summer-school", text + "# saved\n")
        else:
            stop.set()

    serve(catalogue.root, build, port=0, started=lambda _: None, built=lambda *_: None, stop=stop)
    assert seen == [False, True]


def test_the_private_folder_goes_at_the_end_and_is_nobody_else_s(catalogue: CatalogueFolder) -> None:
    private: list[Path] = []
    stop = threading.Event()

    def build(root: Path, folder: Path) -> None:
        private.append(folder.parent)
        assert folder.parent.stat().st_mode & 0o077 == 0
        assert not folder.is_relative_to(root)
        stop.set()

    errors: list[Exception | None] = []
    serve(
        catalogue.root,
        build,
        port=0,
        started=lambda _: None,
        built=lambda error, _: errors.append(error),
        stop=stop,
    )
    assert errors == [None]
    assert not private[0].exists()
