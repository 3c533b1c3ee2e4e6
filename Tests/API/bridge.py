"""Carries TCP connections of this machine to a Unix socket, for a client that speaks TCP only.

usage: bridge.py SOCKET      prints its port

A stream of events has no end, and such a client waits for one: it is asked for by HTTP/1.0 here, whose answers end with
their connection (RFC 9112, 6.3), and is cut off after a moment.
"""
import socket
import sys
import threading

MOMENT = 0.2


def carry(source, sink):
    try:
        while data := source.recv(1 << 16):
            if data.startswith(b"GET /v1/events"):
                line, rest = data.split(b"\r\n", 1)
                data = line.replace(b"HTTP/1.1", b"HTTP/1.0") + b"\r\n" + rest
                threading.Timer(MOMENT, hang_up, [sink]).start()
            sink.sendall(data)
    except OSError:
        pass
    hang_up(sink)


def hang_up(end):
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def serve(listener, path):
    while True:
        client, _ = listener.accept()
        daemon = socket.socket(socket.AF_UNIX)
        daemon.connect(path)
        for pair in ((client, daemon), (daemon, client)):
            threading.Thread(target=carry, args=pair, daemon=True).start()


listener = socket.create_server(("127.0.0.1", 0), backlog=64)
print(listener.getsockname()[1], flush=True)
serve(listener, sys.argv[1])
