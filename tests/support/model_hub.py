"""The part of the public model hub that installing a model asks for, on loopback."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

REPOSITORY = "somebody/whisper-model"


@dataclass
class ModelHub:
    """Serves the files of `folder` as `REPOSITORY`. `changed` are files that arrive other than announced.

    `asked` tells which file was asked for, from which byte on.
    """

    folder: Path
    url: str = ""
    changed: set[str] = field(default_factory=set)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def answer(self, path: str) -> bytes | None:
        """Return what a GET yields, None where there is nothing."""
        if path == f"/api/models/{REPOSITORY}":
            return json.dumps(
                {"id": REPOSITORY, "sha": "0" * 40, "siblings": self._files("rfilename")}
            ).encode()
        if path.startswith(f"/api/models/{REPOSITORY}/tree/"):
            return json.dumps(self._files("path")).encode()
        name = path.removeprefix(f"/{REPOSITORY}/resolve/main/")
        if not (self.folder / name).is_file():
            return None
        data = (self.folder / name).read_bytes()
        return data[:-1] + bytes([data[-1] ^ 1]) if name in self.changed else data

    def _files(self, name: str) -> list[dict[str, object]]:
        return [_described(path, name) for path in sorted(self.folder.iterdir())]


def _described(path: Path, name: str) -> dict[str, object]:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    large = {"oid": digest, "sha256": digest, "size": len(data), "pointerSize": 130}
    common: dict[str, object] = {name: path.name, "size": len(data), "type": "file", "oid": digest[:40]}
    # As on the hub, large files alone have a sum.
    return {**common, "lfs": large} if path.suffix == ".bin" else common


@contextmanager
def model_hub(folder: Path) -> Iterator[ModelHub]:
    """Serve a model until the end of the block."""
    hub = ModelHub(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(hub.answer(urlsplit(self.path).path))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

        def _answer(self, body: bytes | None) -> None:
            if body is None:
                self.send_response(404)
                self.send_header("X-Error-Code", "RepoNotFound")
            elif wanted := self.headers.get("Range"):
                first, last = (int(part) for part in wanted.removeprefix("bytes=").split("-"))
                hub.asked.append((urlsplit(self.path).path.rsplit("/", 1)[-1], first))
                body = body[first : last + 1]
                self.send_response(206)
            else:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
