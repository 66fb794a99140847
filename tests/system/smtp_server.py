"""A small mail server on 127.0.0.1 that keeps what it accepts and can misbehave at every step."""

import socketserver
import ssl
import threading
from base64 import b64decode
from contextlib import contextmanager
from pathlib import Path

PEM = Path(__file__).parent / "tls" / "mail-server.pem"  # made for these tests, trusted by nobody else
USER, PASSWORD = "vanthu", "mật khẩu thử"


def trusting() -> ssl.SSLContext:
    """Return what trusts the test server's certificate and no other."""
    return ssl.create_default_context(cafile=str(PEM))


class TestServer(socketserver.ThreadingTCPServer):
    """``mood`` decides what goes wrong; ``mails`` are (receiver, content) as accepted; ``talk`` the verbs."""

    __test__ = False
    allow_reuse_address = True
    daemon_threads = False

    def __init__(self, *, tls_from_start=False):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.mood = ""
        self.mails = []
        self.talk = []
        self.tls_from_start = tls_from_start
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.load_cert_chain(PEM)

    @property
    def port(self):
        """The port it listens on."""
        return self.server_address[1]

    def handle_error(self, request, client_address):
        """A client that hangs up is no error here."""


class _Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.line = self.request
        self.line.settimeout(10)
        if self.server.tls_from_start:
            self.line = self.server.tls.wrap_socket(self.line, server_side=True)
        self.stream = self.line.makefile("rb")
        self.receiver = ""
        self.say("220 thu-nghiem")
        while (line := self.stream.readline()) and self.answer(line.decode().strip()):
            pass

    def finish(self):
        for part in (getattr(self, "stream", None), self.line):
            if part is not None:
                part.close()

    def say(self, words):
        self.line.sendall(words.encode() + b"\r\n")

    def answer(self, line):
        """Answer one line; False ends the talk."""
        verb, mood = line.split(" ")[0].upper(), self.server.mood
        self.server.talk.append(verb)
        if mood == f"drop at {verb}":
            return False
        known = {
            "EHLO": self.ehlo,
            "STARTTLS": self.starttls,
            "AUTH": lambda: self.auth(line),
            "MAIL": lambda: self.say("451 thử lại sau" if mood == "busy" else "250 ok"),
            "RCPT": lambda: self.rcpt(line),
            "DATA": self.data,
            "QUIT": lambda: self.say("221 chào"),
        }
        goes_on = known.get(verb, lambda: self.say("250 ok"))()
        return verb != "QUIT" and goes_on is not False

    def ehlo(self):
        is_open = not isinstance(self.line, ssl.SSLSocket)
        offers = [] if is_open else ["AUTH PLAIN"]
        if is_open and self.server.mood != "no tls":
            offers.append("STARTTLS")
        lines = ["thu-nghiem", "8BITMIME", *offers]
        for place, words in enumerate(lines, 1):
            self.say(f"250{' ' if place == len(lines) else '-'}{words}")

    def starttls(self):
        self.say("220 bắt đầu")
        self.stream.close()
        self.line = self.server.tls.wrap_socket(self.line, server_side=True)
        self.stream = self.line.makefile("rb")

    def auth(self, line):
        _, user, password = b64decode(line.split(" ")[2]).decode().split("\0")
        self.say("235 ok" if (user, password) == (USER, PASSWORD) else "535 sai mật khẩu")

    def rcpt(self, line):
        self.receiver = line.split("<")[1].rstrip(">")
        self.say("550 không có hộp thư này" if "khong-co" in self.receiver else "250 ok")

    def data(self):
        self.say("354 gửi đi")
        content = b""
        while (line := self.stream.readline()) != b".\r\n":
            if not line or (self.server.mood == "drop in content" and len(content) > 200):
                return False
            content += line[1:] if line.startswith(b".") else line
        if self.server.mood == "too large":
            self.say("552 quá lớn")
            return True
        self.server.mails.append((self.receiver, content))
        if self.server.mood == "drop after content":
            return False
        self.say("250 đã nhận")
        return True


@contextmanager
def running(**options):
    """Give a server that answers in a thread of its own."""
    with TestServer(**options) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
