"""A TLS server that says what a test tells it to, for what no honest platform does."""

import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from app.reference_platform.tls import Certificates, demo_certificates

END_OF_HEAD = b"\r\n\r\n"


@dataclass
class Spoken:
    """Where the server is, the authority of its certificate, and the request heads it has read."""

    url: str
    ca: Path
    heads: list[str] = field(default_factory=list)


def answer(status: str, body: bytes, *headers: str) -> bytes:
    """Return a whole HTTP/1.1 answer after which the connection ends."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + END_OF_HEAD + body


@contextmanager
def speaking(
    folder: Path,
    answers: Sequence[bytes],
    newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
    host: str = "127.0.0.1",
) -> Iterator[Spoken]:
    """Yield a server on loopback that gives `answers` one after another, the last one for ever.

    Its certificate names 127.0.0.1, not every loopback address that `host` may be.
    """
    certificates = demo_certificates(folder)
    context = _context(certificates, newest)
    with socket.create_server((host, 0)) as listener:
        spoken = Spoken(f"https://{host}:{listener.getsockname()[1]}", certificates.ca)
        thread = threading.Thread(target=_serve, args=(listener, context, list(answers), spoken))
        thread.start()
        try:
            yield spoken
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def _context(certificates: Certificates, newest: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = newest
    context.load_cert_chain(certificates.certificate, certificates.key)
    return context


def _serve(listener: socket.socket, context: ssl.SSLContext, answers: list[bytes], spoken: Spoken) -> None:
    with suppress(OSError):  # the listener was shut down: the test is over
        while True:
            plain, _ = listener.accept()
            with suppress(OSError), plain, context.wrap_socket(plain, server_side=True) as line:
                spoken.heads.append(_head(line))
                line.sendall(answers[0] if len(answers) == 1 else answers.pop(0))
                line.unwrap()


def _head(line: ssl.SSLSocket) -> str:
    read = b""
    while END_OF_HEAD not in read:
        piece = line.recv(65536)
        if not piece:
            break
        read += piece
    return read.partition(END_OF_HEAD)[0].decode("latin-1")
