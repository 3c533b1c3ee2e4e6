"""Feeds on every address of 127.0.0.0/8, at one port; says how politely it was asked.

Each request's arrival is a line of the file named: time, host, path, status. A second request to a host while one is being
answered, or sooner after the last answer than the gap, is an "IMPOLITE" line.
"""
import asyncio, sys, time

PORT, LOG, GAP = int(sys.argv[1]), open(sys.argv[2], "w", buffering=1), float(sys.argv[3])
busy, last = {}, {}


def feed(path):
    items = "".join(f'<item><guid isPermaLink="false">urn:x:{path}:{n}</guid><title>Report {n} of {path[1:]}</title>'
                    f"<description>What was found, {n}.</description></item>" for n in range(5))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{path}</title>{items}</channel></rss>'.encode()


async def serve(reader, writer):
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            now = time.time()
            path = head.split(" ", 2)[1]
            fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            host = fields["host"]
            if busy.get(host) or now - last.get(host, 0) < GAP - 0.02:
                LOG.write(f"IMPOLITE {host} {path} {now - last.get(host, 0):.3f}\n")
            busy[host] = True
            await asyncio.sleep(0.02)
            known = fields.get("if-none-match") == '"1"'
            body = b"" if known else feed(path)
            status = "304 Not Modified" if known else "200 OK"
            writer.write(f'HTTP/1.1 {status}\r\nETag: "1"\r\nContent-Type: application/rss+xml\r\n'
                         f"Content-Length: {len(body)}\r\n\r\n".encode() + body if not known else
                         f'HTTP/1.1 {status}\r\nETag: "1"\r\n\r\n'.encode())
            await writer.drain()
            busy[host], last[host] = False, time.time()
            LOG.write(f"{now:.3f} {host} {path} {status[:3]}\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main():
    async with await asyncio.start_server(serve, "0.0.0.0", PORT, backlog=1024) as server:
        await server.serve_forever()


asyncio.run(main())
