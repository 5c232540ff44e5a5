"""`mini serve` as somebody runs it: the real command on a copied catalogue, real edits, and a real browser that follows them."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from catalogues import CatalogueFolder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE = 40


class Served:
    """A running `mini serve`."""

    def __init__(self, root: Path, folder: Path, *options: str) -> None:
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.said = folder / "said"
        command = [
            sys.executable,
            "-m",
            "miniexchange",
            "serve",
            "--catalogue",
            str(root),
            "--port",
            "0",
            *options,
        ]
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                command,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                env={**os.environ, "TMPDIR": str(self.temporary)},
            )
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", self.address), self.said.read_text()

    def get(self, page: str = "") -> str:
        with urlopen(self.address + page, timeout=PATIENCE) as answer:
            return str(answer.read().decode())

    def end(self, by: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(by)
        status = self.process.wait(PATIENCE)
        assert self.process.stdout
        self.process.stdout.close()
        return status


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


@contextmanager
def serving(root: Path, folder: Path, *options: str) -> Iterator[Served]:
    folder.mkdir(exist_ok=True)
    served = Served(root, folder, *options)
    try:
        yield served
    finally:
        if served.process.poll() is None:
            served.end()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[CatalogueFolder, Served]]:
    """One server for the tests that only edit; each gets the catalogue as it was."""
    folder = tmp_path_factory.mktemp("served")
    catalogue = CatalogueFolder.copy_of_base(folder / "catalogue")
    with serving(catalogue.root, folder) as served:
        until(lambda: "Summer school" in served.get("practices.html"))
        yield catalogue, served


@pytest.fixture
def served(running: tuple[CatalogueFolder, Served]) -> Served:
    return running[1]


@pytest.fixture
def edited(running: tuple[CatalogueFolder, Served]) -> Iterator[CatalogueFolder]:
    """The catalogue that is served; what the test changed is taken back at the end."""
    catalogue, served = running
    before = {path: path.read_bytes() for path in catalogue.root.rglob("*") if path.is_file()}
    yield catalogue
    for path in [path for path in catalogue.root.rglob("*") if path.is_file()]:
        if path not in before:
            path.unlink()
    for path, content in before.items():
        if path.read_bytes() != content:
            path.write_bytes(content)
    until(
        lambda: (
            "mini-problem" not in served.get() and ">Summer school for founders</h1>" in served.get(PRACTICE)
        )
    )


PRACTICE = "practices/summer-school.html"


def edit(catalogue: CatalogueFolder, old: str, new: str) -> None:
    text = catalogue.read("practice", "summer-school")
    assert old in text
    catalogue.write("practice", "summer-school", text.replace(old, new))


def test_a_save_is_shown_an_error_is_told_and_goes_when_it_is_mended(
    edited: CatalogueFolder, served: Served
) -> None:
    edit(edited, "title: Summer school for founders", "title: Autumn school <b>")
    until(lambda: "Autumn school &lt;b&gt;" in served.get(PRACTICE))
    edit(edited, "region: flevoland", "region: <script>alert(1)</script>")
    until(lambda: "mini-problem" in served.get(PRACTICE))
    page = served.get(PRACTICE)
    assert "data/practices/summer-school.yaml:" in page and "<script>alert" not in page
    assert "Autumn school &lt;b&gt;" in page, "the last good state is shown below"
    assert "data/practices/summer-school.yaml:" in served.said.read_text()
    edit(edited, "<script>alert(1)</script>", "flevoland")
    until(lambda: "mini-problem" not in served.get(PRACTICE))


def test_a_template_s_error_is_told_with_its_line(edited: CatalogueFolder, served: Served) -> None:
    template = edited.file("site/templates/html/404.html", "one\n{{ nowhere }}\n")
    until(lambda: "mini-problem" in served.get())
    assert "template html/404.html, line 2" in served.get()
    template.unlink()
    until(lambda: "mini-problem" not in served.get())


def test_settings_that_are_wrong_are_told(edited: CatalogueFolder, served: Served) -> None:
    good = (edited.root / "mini.yaml").read_text()
    edited.file("mini.yaml", "schema_version: 1\nsite: {serach: true}\n")
    until(lambda: "mini.yaml:2" in served.get())
    edited.file("mini.yaml", good)
    until(lambda: "mini-problem" not in served.get())


def test_a_catalogue_that_starts_with_an_error_is_served_when_it_is_mended(
    catalogue: CatalogueFolder, tmp_path: Path
) -> None:
    edit(catalogue, "region: flevoland", "region: nowhere")
    with serving(catalogue.root, tmp_path, "--quiet") as served:
        until(lambda: "summer-school.yaml:" in served.get("any.html"))
        edit(catalogue, "region: nowhere", "region: flevoland")
        until(lambda: "mini-problem" not in served.get())
        with pytest.raises(HTTPError, match="404"):
            served.get("any.html")
        assert served.end() == 0
        assert "Ctrl-C" not in served.said.read_text()


@pytest.mark.skipif(os.name == "nt", reason="signals are sent otherwise there")
@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_tidily_and_leaves_nothing(
    by: signal.Signals, catalogue: CatalogueFolder, tmp_path: Path
) -> None:
    before = set(catalogue.root.rglob("*"))
    with (
        serving(catalogue.root, tmp_path) as served,
        urlopen(f"{served.address}_mini/events", timeout=PATIENCE) as listener,
    ):
        until(lambda: "Summer school" in served.get(PRACTICE))
        assert len(list(served.temporary.iterdir())) == 1
        assert served.end(by) == 0
        listener.read()
    assert list(served.temporary.iterdir()) == []
    assert set(catalogue.root.rglob("*")) == before
    said = served.said.read_text()
    assert said.endswith("\nstopped\n") and "Traceback" not in said


def test_two_at_once_are_fine_and_a_port_in_use_is_told(
    running: tuple[CatalogueFolder, Served], tmp_path: Path
) -> None:
    catalogue, first = running
    with serving(catalogue.root, tmp_path / "second") as second:
        until(lambda: "Summer school" in second.get(PRACTICE))
        assert "Summer school" in first.get(PRACTICE)
    port = first.address.rstrip("/").rpartition(":")[2]
    third = subprocess.run(
        [sys.executable, "-m", "miniexchange", "serve", "--catalogue", str(catalogue.root), "--port", port],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert third.returncode == 2
    told = rf"mini serve: the port {port} is in use already\n  → this one is free: `mini serve --port \d+`\n"
    assert re.fullmatch(told, third.stderr)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 900, "height": 500})
    yield context.new_page()
    context.close()


@pytest.mark.browser
def test_an_open_page_follows_and_stays_where_it_was_scrolled_to(
    edited: CatalogueFolder, served: Served, page: Page
) -> None:
    console: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served.address + PRACTICE)
    page.evaluate("scrollTo(0, 400)")
    before = page.evaluate("scrollY")
    assert before == 400
    edit(edited, "title: Summer school for founders", "title: Autumn school for founders")
    page.locator("h1", has_text="Autumn school").wait_for(timeout=PATIENCE * 1000)
    until(lambda: page.evaluate("scrollY") == before)
    assert console == []
    assert [
        address for address in asked if not address.startswith(served.address) and address[:5] != "data:"
    ] == []


@pytest.mark.browser
def test_the_panel_comes_says_what_is_wrong_and_goes(
    edited: CatalogueFolder, served: Served, page: Page
) -> None:
    dialogs: list[str] = []
    console: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: console.append(message.text))
    page.goto(served.address + PRACTICE)
    hostile = '<img src=x onerror=alert(1)></details><script>alert(2)</script>"'
    edit(edited, "region: flevoland", f"region: '{hostile}'")
    panel = page.locator("#mini-problem")
    panel.wait_for(timeout=PATIENCE * 1000)
    words = panel.inner_text()
    assert "data/practices/summer-school.yaml:" in words and hostile in words and "→" in words
    assert panel.locator("script, img").count() == 0
    assert panel.evaluate("element => getComputedStyle(element).position") == "fixed"
    assert page.locator("h1").inner_text() == "Summer school for founders"
    panel.locator("summary").click()
    assert not panel.locator("li").first.is_visible(), "it can be put aside"
    edit(edited, f"region: '{hostile}'", "region: flevoland")
    panel.wait_for(state="detached", timeout=PATIENCE * 1000)
    assert (dialogs, console) == ([], [])


@pytest.mark.browser
def test_a_page_of_a_record_that_comes_to_be_shows_itself(
    edited: CatalogueFolder, served: Served, page: Page
) -> None:
    answer = page.goto(f"{served.address}practices/new-school.html")
    assert answer and answer.status == 404
    assert "no such page" in page.inner_text("body")
    text = edited.read("practice", "summer-school").replace(
        "Summer school for founders", "New school of crafts"
    )
    edited.write("practice", "new-school", text)
    page.locator("h1", has_text="New school").wait_for(timeout=PATIENCE * 1000)


@pytest.mark.browser
def test_more_pages_than_a_browser_has_connections_are_fine(served: Served, browser: Browser) -> None:
    """A browser opens six connections to a server: pages in the background must leave theirs to the others."""
    context = browser.new_context()
    pages = [context.new_page() for _ in range(4)]
    for one in pages:
        one.goto(served.address, timeout=10_000)
        one.evaluate(
            "Object.defineProperty(document, 'hidden', {value: true, configurable: true});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )
    last = [context.new_page() for _ in range(4)]
    for one in last:
        one.goto(served.address, timeout=10_000)
        one.locator("h1").wait_for(timeout=10_000)  # a build that just ended may reload the page meanwhile
    context.close()
