"""The web server: this machine alone may ask it, by its own name alone, and only to read."""

from __future__ import annotations

import errno
import os
import socketserver
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from miniexchange.diagnostic import UserError
from miniexchange.publish.serve import files
from miniexchange.publish.serve.dressing import OWN, dressed, page_about
from miniexchange.publish.serve.state import State

HOST = "127.0.0.1"
_OWN_FILES = ("live.js", "live.css")
_PULSE_SECONDS = 15.0
_PORTS_TRIED = 100


class Server(ThreadingHTTPServer):
    """Serves the site that a State tells of, on 127.0.0.1. Raises UserError when the port is not to be had."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name != "nt"  # there it would let two servers share one port

    def __init__(self, state: State, port: int) -> None:
        self.state = state
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            why = "is in use already" if error.errno == errno.EADDRINUSE else "is not for everybody to use"
            free = _free_port(state, port)
            raise UserError(
                f"the port {port} {why}", f"this one is free: `mini serve --port {free}`"
            ) from None
        self.port: int = self.server_address[1]
        names = (HOST, "localhost")
        self.hosts = {f"{name}:{self.port}" for name in names} | (set(names) if self.port == 80 else set())

    def server_bind(self) -> None:
        socketserver.TCPServer.server_bind(
            self
        )  # the one of HTTPServer asks the network for this machine's name
        self.server_name, self.server_port = HOST, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(
            sys.exception(), OSError
        ):  # a browser that goes away amid an answer is nothing to tell
            super().handle_error(request, client_address)


def _free_port(state: State, port: int) -> int:
    """The next free port; 0, which lets the system choose, when there is none near."""
    for candidate in range(max(port + 1, 1024), min(port + _PORTS_TRIED, 65536)):
        try:
            socketserver.TCPServer((HOST, candidate), BaseHTTPRequestHandler).server_close()
        except OSError:
            continue
        return candidate
    return 0


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60

    def version_string(self) -> str:
        return "mini"

    def do_GET(self) -> None:
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].lower() not in self.server.hosts:
            # A page of another host may have had its name point to this machine, to read what we serve.
            self._answer(
                403, "text/plain; charset=utf-8", b"This server answers to 127.0.0.1 and localhost only.\n"
            )
            return
        path = self.path.partition("#")[0].partition("?")[0]
        if path == f"{OWN}events":
            self._events()
        elif path.removeprefix(OWN) in _OWN_FILES and path.startswith(OWN):
            name = path.removeprefix(OWN)
            self._answer(200, files.content_type(name), Path(__file__).with_name(name).read_bytes())
        else:
            self._file(path)

    do_HEAD = do_GET

    def _file(self, path: str) -> None:
        # Asked before the file is read: when a build ends in between, the page reloads once more, never too little.
        now = self.server.state.now()
        folder, name = self.server.state.folder, files.name_of(path)
        is_page = name is not None and name.endswith(".html")
        content = files.read(folder, name) if name and now.is_there else None
        if name and content is not None:
            page = dressed(content, now) if is_page else content
            self._answer(200, files.content_type(name), page)
        elif name and not path.endswith("/") and files.is_folder(folder, name):
            self._answer(302, "text/plain; charset=utf-8", b"", Location=f"{path}/")
        elif now.is_there:
            text = "The site has no such page. A draft has none, and names tell capital from small letters."
            page = page_about("Page not found", text, now)
            self._answer(404, "text/html; charset=utf-8", page)
        else:
            title = "No site yet" if now.problem else "The site is being built"
            page = page_about(title, "This page shows it as soon as it is there.", now)
            self._answer(200 if is_page else 503, "text/html; charset=utf-8", page)

    def _events(self) -> None:
        """Tells the version at once and whenever it changes, as server-sent events, until the browser goes away."""
        self.close_connection = True
        self._head(200, "text/event-stream; charset=utf-8", {"Connection": "close"})
        if self.command == "HEAD":
            return
        told = ""
        version: str | None = self.server.state.now().version
        while version is not None:
            # The comment keeps the line alive and finds out when nobody listens any more.
            event = f"data: {version}\n\n" if version != told else ": still here\n\n"
            try:
                self.wfile.write(event.encode())
                self.wfile.flush()
            except OSError:
                return
            told = version
            version = self.server.state.wait(told, _PULSE_SECONDS)

    def _answer(self, status: int, kind: str, content: bytes, **headers: str) -> None:
        self._head(status, kind, {"Content-Length": str(len(content)), **headers})
        if self.command != "HEAD":
            self.wfile.write(content)

    def _head(self, status: int, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Requests are not told: the terminal is for what the build says."""
