"""Mirrors pages behind a sitemap from a local server; then again with 1 % changed, and with nothing changed; see `run`."""
import argparse, http.server, os, shutil, sys, threading
from mirror import Daemon, ask


class Site:
    """Pages of reports, and a sitemap of them. Counts what is asked for."""

    def __init__(self, pages):
        self.pages, self.version, self.asked = pages, 0, []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # head and body are written apart: no page waits 40 ms for its body

            def do_GET(self):
                site.asked.append(self.path)
                body = site.body(self.path)
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "application/xml" if self.path.endswith("xml") else "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def version_of(self, number):
        return self.version if number % 100 == 0 else 0

    def body(self, path):
        if path == "/sitemap.xml":
            entries = "".join(f"<url><loc>{self.url}/reports/{n}</loc><lastmod>2026-01-{1 + self.version_of(n):02}</lastmod></url>\n"
                              for n in range(self.pages))
            return ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
                    + entries + "</urlset>\n").encode()
        if not path.startswith("/reports/"):
            return None
        number = int(path.removeprefix("/reports/"))
        title = f"Report {number}, edition {self.version_of(number)}: water, ice and the long way round"
        # As large as a page of a think tank is, without its pictures.
        menu = "".join(f"<li class=\"menu-item\"><a href=\"/topics/{n}\">Topic number {n}</a></li>" for n in range(300))
        return (f"<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title><meta name=\"citation_title\" content=\"{title}\">"
                f"<meta name=\"citation_author\" content=\"Roe, Jane\"><meta name=\"citation_author\" content=\"Doe, John\">"
                f"<meta name=\"citation_publication_date\" content=\"2024/05/17\">"
                f"<meta name=\"citation_technical_report_institution\" content=\"Institute of Benchmarks\">"
                f"<meta name=\"description\" content=\"What report {number} says, in a sentence or two that nobody reads.\">"
                f"</head><body><nav><ul>{menu}</ul></nav><main><h1>{title}</h1>"
                + "<p>A paragraph of the summary, which says something in general terms.</p>" * 40
                + "</main></body></html>").encode()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--work", required=True), p.add_argument("--program", required=True)
    p.add_argument("--pages", type=int, default=5000)
    a = p.parse_args()
    site = Site(a.pages)
    state = os.path.join(a.work, "page-state")
    shutil.rmtree(state, ignore_errors=True)
    catalogue = (f"url = \"{site.url}/sitemap.xml\"\nformat = \"sitemap\"\ninterval = \"30d\"\ngap = \"0s\"\n"
                 f"budget = 1000000\n")
    daemon = Daemon(a.program, state, {"bench": catalogue})
    size = len(site.body("/reports/1"))
    print(f"{a.pages} pages of {size / 1000:.0f} kB", flush=True)

    def round_of(words, seconds, run, asked, changes):
        pages = [path for path in site.asked if path.startswith("/reports/")]
        if len(pages) != asked or run["state"] != "done" or changes != (run["counters"]["new"], run["counters"]["changed"]):
            sys.exit(f"{words}: {len(pages)} pages were asked for, {asked} were to be; the run: {run}")
        print(f"  {words:26} {seconds:7.2f} s  {asked:6} pages asked for  peak {daemon.status('VmHWM') / 1024:.0f} MB", flush=True)
        site.asked.clear()

    try:
        seconds, run = daemon.wait(0)
        round_of("first", seconds, run, a.pages, (a.pages, 0))
        last = run["id"]
        for words, version, asked in (("1 % changed", 1, (a.pages + 99) // 100), ("nothing changed", 1, 0)):
            site.version = version
            daemon.settle()
            seconds, run = daemon.refresh(False, last)
            last = run["id"]
            round_of(words, seconds, run, asked, (0, asked))
        store = ask(daemon.socket, "GET", "/v1/status")["store"]
        print(f"  {store['bytes'] / a.pages / 1000:.2f} kB a page on disk" if "bytes" in store else f"  {store}")
    finally:
        daemon.stop()


main()
