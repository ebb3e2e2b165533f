"""A mail server on this machine, that takes messages or refuses them as it is told.

It speaks as much of SMTP (RFC 5321) as the sender of this site does. What goes wrong is
told beforehand, one fault for each message to come.
"""

import email
import socketserver
import threading
from email import policy

# What may go wrong with a message, before or instead of taking it.
REFUSED_FOR_NOW = "451 4.3.0 try again later"
REFUSED_FOR_GOOD = "554 5.7.1 not wanted"
UNKNOWN_ADDRESS = "550 5.1.1 nobody of that name"
HANGS_UP = "hangs up"
HANGS_UP_IN_DATA = "hangs up in the middle of the message"
SAYS_NOTHING = "says nothing"
# The one that leaves a doubt: it has taken the message, and nobody hears so.
TAKES_AND_HANGS_UP = "takes it and hangs up"


class MailServer:
    """The server: ``messages`` as they were taken, ``faults`` to come, in order.

    ``silence`` is an event that ends the silence of SAYS_NOTHING; ``taking`` is called
    with each message before it is taken.
    """

    def __init__(self):
        self.messages, self.faults = [], []
        self.silence, self.taking = threading.Event(), None
        self.lock = threading.Lock()
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.mail_server = self
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=[0.01])
        self.thread.start()

    def close(self):
        self.silence.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def next_fault(self):
        with self.lock:
            return self.faults.pop(0) if self.faults else None

    def take(self, data):
        if self.taking:
            self.taking(data)
        with self.lock:
            self.messages.append(email.message_from_bytes(data, policy=policy.default))

    @property
    def names(self) -> list[str]:
        """The Message-IDs of what was taken."""
        return [message["Message-ID"] for message in self.messages]


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    # Handlers that wait for a silence to end are not waited for.
    block_on_close = False

    def handle_error(self, request, client_address):
        """Whoever hangs up here does so on purpose."""


class Handler(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.fault = None
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"QUIT":
                self.say("221 bye")
                return
            if not self.answer(word):
                return

    def answer(self, word) -> bool:
        """Answer a command; False to hang up."""
        server = self.server.mail_server
        if word == b"MAIL":
            self.fault = server.next_fault()
            if self.fault == HANGS_UP:
                return False
            if self.fault == SAYS_NOTHING:
                server.silence.wait(60)
                return False
        if word == b"RCPT" and self.fault == UNKNOWN_ADDRESS:
            self.say(self.fault)
        elif word == b"DATA":
            return self.receive(server)
        else:
            self.say("250 well")
        return True

    def receive(self, server) -> bool:
        self.say("354 go on")
        data = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            data += line.removeprefix(b".") if line.startswith(b"..") else line
            if self.fault == HANGS_UP_IN_DATA:
                return False
        if self.fault in (REFUSED_FOR_NOW, REFUSED_FOR_GOOD):
            self.say(self.fault)
            return True
        server.take(data)
        if self.fault == TAKES_AND_HANGS_UP:
            return False
        self.say("250 taken")
        return True
