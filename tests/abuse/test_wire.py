"""On the wire, against the server with the settings it is started with: bytes that no library would send."""

from __future__ import annotations

import configparser
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from waitress.server import create_server

from siege import Siege

SETTINGS = Path(__file__).parents[2] / "production.ini"
ENOUGH = 20


@pytest.fixture(scope="module")
def wire(tmp_path_factory) -> Iterator[tuple[Siege, int]]:
    """A server of the besieged site, set up as in public but without a proxy in front."""
    logging.getLogger("waitress").setLevel(logging.CRITICAL)
    siege = Siege(tmp_path_factory.mktemp("wire") / "var")
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(SETTINGS, encoding="utf-8")
    given = dict(parser["server:main"])
    for name in ("use", "listen", "url_scheme", *(name for name in given if name.startswith("trusted_proxy"))):
        given.pop(name, None)
    server = create_server(siege.wsgi, host="127.0.0.1", port=0, **given)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield siege, server.effective_port
    server.close()
    siege.close()


def sent(port: int, data: bytes) -> bytes:
    """All that the server answers to some bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=ENOUGH) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError, OSError):
            pass  # it has answered already, and wants no more
        parts = []
        try:
            while part := connection.recv(65536):
                parts.append(part)
        except ConnectionResetError:
            pass
    return b"".join(parts)


def status_of(answer: bytes) -> int:
    """The status of the first answer."""
    return int(answer.split(b" ", 2)[1])


def get(target: bytes, *headers: bytes, method: bytes = b"GET", host: bytes = b"127.0.0.1") -> bytes:
    """A request that ends the connection."""
    lines = [method + b" " + target + b" HTTP/1.1", b"Host: " + host, *headers, b"Connection: close"]
    return b"\r\n".join(lines) + b"\r\n\r\n"


@pytest.mark.parametrize("target", [
    b"/%ff", b"/%ed%a0%80", b"/search?text=%ff", b"/search?text=%ed%a0%80", b"/%c0%ae%c0%ae/", b"/a" * 3000,
])
def test_what_is_no_text_is_refused_with_a_page(wire, target):
    answer = sent(wire[1], get(target))
    assert status_of(answer) == 400
    assert b"Content-Security-Policy" in answer
    assert b'lang="sv"' in answer


@pytest.mark.parametrize("target", [
    b"/%00", b"/..%2f..%2fetc/passwd", b"/../../../etc/passwd.txt", b"/static/..%2f..%2fsetup.cfg", b"/%2e%2e/nope",
    b"/%5c..%5cx", b"/nope%0d%0aX-Injected:%20y", b"/nope\x00", b"/__class__",
])
def test_what_is_not_there_is_not_there(wire, target):
    answer = sent(wire[1], get(target))
    assert status_of(answer) in (400, 404)
    assert b"X-Injected" not in answer.partition(b"\r\n\r\n")[0]
    assert b"root:" not in answer


@pytest.mark.parametrize("method", [
    b"TRACE", b"CONNECT", b"PUT", b"OPTIONS", b"FOO", b"G\xffT", b"X" * 3000, b"", b"get"])
def test_no_method_breaks_it(wire, method):
    for target in (b"/", b"/static/app.js", b"*"):
        answer = sent(wire[1], get(target, b"X-Secret: echo", method=method))
        assert 400 <= status_of(answer) < 500
        assert b"echo" not in answer


@pytest.mark.parametrize("data", [
    b"\x00\x01\x02", b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET / HTTP/1.1\r\nHost : x\r\n\r\n",
    b"GET / HTTP/1.1\nHost: 127.0.0.1\n\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n X: folded\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", b"GET / HTTP/1.1\r\n\xff: \xff\r\n\r\n",
    b"GET /\xff HTTP/1.1\r\n\r\n", b"GET /?\xff HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
])
def test_what_is_no_request_is_answered_or_dropped(wire, data):
    answer = sent(wire[1], data)
    assert not answer or status_of(answer) < 500
    assert b"evil.example" not in answer.partition(b"\r\n\r\n")[0]
    assert status_of(sent(wire[1], get(b"/health"))) == 200


@pytest.mark.parametrize("framing", [
    b"Content-Length: 5\r\nContent-Length: 6", b"Transfer-Encoding: chunked, identity",
    b"Transfer-Encoding: xchunked", b"Transfer-Encoding: \x0bchunked",
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x", b"Content-Length: +5", b"Content-Length: 0x5",
])
def test_no_second_request_is_smuggled_in(wire, framing):
    hidden = b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    data = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\n" + framing + b"\r\n\r\n" + hidden
    answer = sent(wire[1], data)
    assert answer.count(b"HTTP/1.1 404") == 0
    assert not answer or 400 <= status_of(answer) <= 501


def test_a_body_beyond_all_limits_is_not_taken(wire):
    head = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n\r\n"
    assert status_of(sent(wire[1], head % 10**12)) == 413
    assert status_of(sent(wire[1], head % 23_000_000 + b"x" * 1000)) == 413


def test_a_form_beyond_its_limit_gets_a_page(wire):
    body = b"csrf_token=x&title=" + b"x" * 2_000_000
    head = b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: %d\r\n" % len(body)
    answer = sent(wire[1], head + b"Content-Type: application/x-www-form-urlencoded\r\n\r\n" + body)
    assert status_of(answer) == 413
    assert b'lang="sv"' in answer


def test_chunks_count_as_a_body_of_their_size(wire):
    chunk = b"%x\r\n" % 1_000_000 + b"x" * 1_000_000 + b"\r\n"
    head = get(b"/login", b"Transfer-Encoding: chunked", method=b"POST")
    answer = sent(wire[1], head + chunk * 2 + b"0\r\n\r\n")
    assert status_of(answer) == 413


def test_endless_headers_are_not_read(wire):
    assert status_of(sent(wire[1], get(b"/", *[b"X-%d: y" % number for number in range(20_000)]))) == 431
    assert status_of(sent(wire[1], get(b"/" + b"x" * 100_000))) in (400, 404, 414, 431)


def test_other_hosts_are_not_answered_for(wire):
    for host in (b"evil.example", b"127.0.0.1.evil.example", b"\xff", b"127.0.0.1@evil.example"):
        answer = sent(wire[1], get(b"/login", b"X-Forwarded-Host: 127.0.0.1", host=host))
        assert status_of(answer) == 400
        assert b"evil" not in answer


def test_the_head_alone_carries_no_page(wire):
    head, _end, body = sent(wire[1], get(b"/login", method=b"HEAD")).partition(b"\r\n\r\n")
    assert status_of(head) == 200
    assert body == b""
    assert b"Server:" not in head
