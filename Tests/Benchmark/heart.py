"""What it costs that two catalogues carry the same reports, that persons edit them, and that priorities change; see `run`."""
import argparse, json, os, shutil, statistics, subprocess, sys, time
from urllib.parse import quote_plus
from mirror import Daemon, Nginx, UnixConnection, ask, asked, repository, say

PORT = 8099
FILE = 'title = "{0}"\nurl = "http://{3}:{1}/oai"\nformat = "oai-pmh"\ninterval = "30d"\ngap = "0s"\npriority = {2}\n'


def make_other(site):
    """The same reports as another catalogue has them: other links, and other words about rights."""
    other = os.path.join(site, "pages-other")
    if os.path.exists(other):
        return
    os.makedirs(other + ".part", exist_ok=True)
    for name in os.listdir(os.path.join(site, "pages")):
        with open(os.path.join(site, "pages", name), encoding="utf-8") as f:
            text = f.read()
        with open(os.path.join(other + ".part", name), "w", encoding="utf-8") as f:
            f.write(text.replace("https://bench.example/reports/", "https://other.example/r/").replace("Open access", "Free to read"))
    os.rename(other + ".part", other)


def serve(site, name):
    """Serves the first catalogue's pages, or the other's."""
    pages, first, other = (os.path.join(site, n) for n in ("pages", "pages-one", "pages-other"))
    if name == "other" and not os.path.exists(first):
        os.rename(pages, first), os.rename(other, pages)
    if name == "one" and os.path.exists(first):
        os.rename(pages, other), os.rename(first, pages)


def rights(daemon, report):
    return ask(daemon.socket, "GET", f"/v1/reports/{report}")["report"].get("rights")


def write(state, name, text):
    with open(os.path.join(state, "catalogues.d", name + ".toml"), "w") as f:
        f.write(text)


def round_trip(a, site):
    state = os.path.join(a.work, "heart")
    shutil.rmtree(state, ignore_errors=True)
    serve(site, "one")
    daemon = Daemon(a.program, state, {"one": FILE.format("One", PORT, 10, "127.0.0.1")})
    first, run = daemon.wait(0)
    daemon.settle()
    serve(site, "other")
    write(state, "other", FILE.format("Other", PORT, 20, "localhost"))
    daemon.begun = time.monotonic()
    ask(daemon.socket, "POST", "/v1/reload")
    second, run = daemon.wait(run["id"])
    if run["counters"]["new"] != ask(daemon.socket, "GET", "/v1/catalogues/one")["counts"]["live"]:
        sys.exit(f"the second run is not as it should be: {run}")
    size = ask(daemon.socket, "GET", "/v1/status")["store"]
    if size["reports"] != ask(daemon.socket, "GET", "/v1/catalogues/one")["counts"]["live"]:
        sys.exit(f"the reports were not joined: {size}")
    daemon.settle()
    connection = UnixConnection(daemon.socket)
    reports = [n for n in range(7, a.records, max(1, a.records // 200)) if rights_of(connection, n)][:150]
    edits = asked(connection, [f"/v1/reports/{n}/edits" for n in reports], "PATCH", json.dumps({"set": ["title=Edited by a benchmark"]}))
    # The upstream changes what was edited of some: conflicts.
    last = ask(daemon.socket, "GET", "/v1/status")["store"]["last_change"]
    questions = {
        "show": [f"/v1/reports/{n}" for n in reports],
        "show --provenance": [f"/v1/reports/{n}/provenance" for n in reports],
        "history": [f"/v1/reports/{n}/history" for n in reports],
        "edits": ["/v1/decisions?limit=50"] * 50,
        "conflicts": ["/v1/conflicts"] * 50,
        "changes --since": [f"/v1/changes?limit=50&since={n}" for n in range(0, last, max(1, last // 50))],
        "search for a common word with a rarer one": ["/v1/reports?limit=20&q=" + quote_plus("security Arctic")] * 50,
    }
    answers = {kind: asked(connection, targets)[:2] for kind, targets in questions.items()}
    # Another priority: the last report shows when all have followed.
    probe = max(n for n in reports)
    daemon.begun = time.monotonic()
    write(state, "one", FILE.format("One", PORT, 30, "127.0.0.1"))
    ask(daemon.socket, "POST", "/v1/reload")
    while rights(daemon, probe) != ["Free to read"]:
        daemon.check()
        time.sleep(0.02)
    priority = time.monotonic() - daemon.begun
    memory = daemon.status("VmHWM") / 1024
    daemon.stop()
    serve(site, "one")
    return first, second, edits, answers, priority, memory, size


def rights_of(connection, number):
    connection.request("GET", f"/v1/reports/{number}")
    answer = connection.getresponse()
    data = answer.read()
    return answer.status == 200 and not json.loads(data)["withdrawn"]


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--work", required=True), p.add_argument("--program", required=True)
    p.add_argument("--records", type=int, default=100_000), p.add_argument("--rounds", type=int, default=3)
    a = p.parse_args()
    folder = repository(a, PORT)
    site = os.path.join(folder, "site")
    serve(site, "one")
    make_other(site)
    server = Nginx(folder)
    rows = []
    try:
        for _ in range(a.rounds):
            rows.append(round_trip(a, site))
            first, second, edits, answers, priority, memory, size = rows[-1]
            print(f"first {first:.2f} s, the other {second:.2f} s ({second / first:.2f}), priority {priority:.1f} s, peak {memory:.0f} MB", flush=True)
    finally:
        serve(site, "one")
        server.stop()
    median = lambda pick: statistics.median(pick(row) for row in rows)
    print(f"\nmedians of {a.rounds} rounds, {a.records} records in each of two catalogues")
    say("the second catalogue's first sync / the first's", f"{median(lambda r: r[1] / r[0]):.2f}", "at most 1.3")
    say("an edit, on the disk", f"{median(lambda r: r[2][0]):.1f} ms", f"95 %: {median(lambda r: r[2][1]):.1f}")
    for kind in rows[0][3]:
        say(kind, f"{median(lambda r: r[3][kind][0]):.1f} ms", f"at most 50; 95 %: {median(lambda r: r[3][kind][1]):.1f}")
    say("another priority, until all reports show it", f"{median(lambda r: r[4]):.1f} s")
    say("peak memory", f"{median(lambda r: r[5]):.0f} MB")
    say("bytes on disk a report", f"{median(lambda r: r[6]['bytes'] / r[6]['reports']):.0f}")


main()
