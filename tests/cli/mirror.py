# SPDX-License-Identifier: MIT
"""A mirror on this machine that behaves badly, for the tests of `dataset download`.

The first folder of an address says how: http://127.0.0.1:PORT/HOW/FILE. Nothing leaves the machine.
"""
import http.server
import os
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def head(self, code, length=None, **headers):
        self.send_response(code)
        if length is not None:
            self.send_header("Content-Length", str(length))
        else:
            self.close_connection = True
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def wanted(self, body):
        """Where a Range header begins; 0 without one."""
        text = self.headers.get("Range", "")
        return min(int(text[6:].rstrip("-")), len(body)) if text.startswith("bytes=") else 0

    def send_range(self, body):
        first = self.wanted(body)
        if first:
            self.head(206, len(body) - first,
                      Content_Range=f"bytes {first}-{len(body) - 1}/{len(body)}")
        else:
            self.head(200, len(body))
        self.wfile.write(body[first:])

    def do_GET(self):
        how, _, name = self.path[1:].partition("/")
        mirror = self.server.mirror
        mirror.requests.append((how, name, self.headers.get("Range")))
        try:
            with open(os.path.join(mirror.folder, os.path.basename(name)), "rb") as file:
                body = file.read()
            getattr(self, "how_" + how)(body, name)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def how_good(self, body, name):
        self.send_range(body)

    def how_moved(self, body, name):
        self.head(302, 0, Location=f"/good/{name}")

    def how_loop(self, body, name):
        self.head(302, 0, Location=f"/loop/{name}")

    def how_elsewhere(self, body, name):
        self.head(302, 0, Location="file:///etc/passwd")

    def how_no_range(self, body, name):
        self.head(200, len(body))
        self.wfile.write(body)

    def how_wrong_range(self, body, name):
        """Another part than the one that was asked for."""
        if self.wanted(body):
            self.head(206, len(body), Content_Range=f"bytes 0-{len(body) - 1}/{len(body)}")
            self.wfile.write(body)
        else:
            self.send_range(body)

    def how_unsatisfied(self, body, name):
        if self.wanted(body):
            self.head(416, 0)
        else:
            self.send_range(body)

    def how_breaks_off(self, body, name):
        """Half of what is missing, and the connection is gone."""
        first = self.wanted(body)
        half = body[first:first + max(1, (len(body) - first) // 2)]
        self.head(206 if first else 200, len(body) - first,
                  **({"Content_Range": f"bytes {first}-{len(body) - 1}/{len(body)}"} if first else {}))
        self.wfile.write(half)
        self.close_connection = True

    def how_ends_early(self, body, name):
        """Without a length, so that only the size tells."""
        self.head(200)
        self.wfile.write(body[:len(body) // 2])

    def how_shorter(self, body, name):
        self.head(200, 20)
        self.wfile.write(body[:20])

    def how_longer(self, body, name):
        self.head(200, len(body) + 10)
        self.wfile.write(body + bytes(10))

    def how_endless(self, body, name):
        self.head(200)
        for _ in range(2000):
            self.wfile.write(body[:2] + bytes(65536))

    def how_page(self, body, name):
        """An error page that calls itself a success."""
        page = b"<!DOCTYPE html><title>Oh no</title>".ljust(len(body), b" ")[:len(body)]
        self.head(200, len(page), Content_Type="text/html; charset=utf-8")
        self.wfile.write(page)

    def how_text(self, body, name):
        self.head(200, len(body))
        self.wfile.write(b"<html>".ljust(len(body), b" ")[:len(body)])

    def how_garbage(self, body, name):
        self.head(200, len(body))
        self.wfile.write(body[:2] + bytes(byte ^ 0x5a for byte in body[2:]))

    def how_gone(self, body, name):
        page = b"<html>not here</html>"
        self.head(404, len(page), Content_Type="text/html")
        self.wfile.write(page)

    def how_busy(self, body, name):
        self.head(503, 0)

    def how_no_http(self, body, name):
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        self.close_connection = True

    def how_slow(self, body, name):
        """A byte at a time, until nobody listens or the test is over."""
        self.head(200, len(body))
        for byte in body:
            self.wfile.write(bytes([byte]))
            if self.server.mirror.over.wait(0.01):
                break
        self.close_connection = True

    def how_silent(self, body, name):
        self.server.mirror.over.wait(60)
        self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A client that gives up is part of the tests."""


class Mirror:
    """Serves the files of `folder`; requests are noted as (how, file, Range)."""

    def __init__(self, folder):
        self.folder = folder
        self.requests = []
        self.over = threading.Event()
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.mirror = self
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def url(self, how):
        return f"http://127.0.0.1:{self.server.server_address[1]}/{how}/"

    def close(self):
        self.over.set()
        self.server.shutdown()
        self.server.server_close()


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
