"""How fast the control API and the CLI answer, at rest and while a full sync goes on; see `run`."""
import argparse, json, os, shutil, signal, statistics, subprocess, sys, time
from urllib.parse import quote_plus
from mirror import Daemon, Nginx, UnixConnection, ask, asked, repository, say

PORT = 8099
CATALOGUE = f'title = "Bench"\nurl = "http://127.0.0.1:{PORT}/oai"\nformat = "oai-pmh"\ninterval = "30d"\ngap = "0s"\n'
# A common word with a rarer one; two that hit two thirds of all reports; a phrase; the beginning of a word; one report.
QUERIES = {"a common word with a rarer one": "security Arctic", "two common words": "security pipeline",
           "a phrase": '"security pipeline"', "the beginning of a word": "secur*", "a common word with a number": "security 4711"}
TARGETS = [t for q in ("security+Arctic", "water+treaty", "cyber+Sahel", "energy+Balkans") for t in ("/v1/status", "/v1/reports?limit=20&q=" + q)]


class Clients:
    """`clients.c`, while something else goes on."""

    def __init__(self, work, daemon, count, pause, targets):
        self.process = subprocess.Popen([os.path.join(work, "clients"), daemon.socket, str(count), str(pause), *targets],
                                        stdout=subprocess.PIPE, text=True)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        result = json.loads(self.process.communicate()[0])
        targets = result["targets"]
        kinds = {}
        for kind, these in (("status", targets[::2]), ("search", targets[1::2])):
            kinds[kind] = (sum(t["answers"] for t in these), statistics.median(t["median"] for t in these), max(t["p99"] for t in these))
        return result, kinds


def starts(program, socket, command, times=200):
    """Milliseconds from a process's start to its end: the median, and what 95 % keep."""
    null, taken = os.open(os.devnull, os.O_WRONLY), []
    for _ in range(times):
        begun = time.perf_counter()
        process = os.posix_spawn(program, [program, "--socket", socket, command], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
        if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != 0:
            sys.exit(f"cataloguectl {command} failed")
        taken.append((time.perf_counter() - begun) * 1000)
    os.close(null)
    taken.sort()
    return taken[times // 2], taken[times * 95 // 100]


def query(words, cursor=None):
    return "/v1/reports?limit=20&q=" + quote_plus(words) + (f"&cursor={cursor}" if cursor else "")


def at_rest(a, daemon):
    median, most = starts(a.cli, daemon.socket, "status")
    say("cataloguectl status, start to end, median of 200", f"{median:.1f} ms", "at most 15")
    say("  95 % of them", f"{most:.1f} ms")
    connection = UnixConnection(daemon.socket)
    say("GET /v1/status", f"{asked(connection, ['/v1/status'] * 200)[0]:.2f} ms")
    bound = 20 if a.records <= 100_000 else 50
    for kind, words in QUERIES.items():
        median, most, answer = asked(connection, [query(words)] * 50)
        total = ("more than " if answer["total_is_estimate"] else "") + str(answer["total"])
        say(f"{kind}: {words}, {total} hits", f"{median:.1f} ms", f"at most {bound}" if "rarer" in kind else f"95 %: {most:.1f}")
    cursor = answer = None
    for _ in range(30):
        answer = asked(connection, [query("security pipeline", cursor)])[2]
        cursor = answer["next"]
    say("two common words, the 31st page", f"{asked(connection, [query('security pipeline', cursor)] * 20)[0]:.1f} ms")
    # Questions while as many searches as there are connections for wait for their turn.
    busy = Clients(a.work, daemon, 50, 0, [query("security pipeline"), query("secur*")])
    time.sleep(1)
    median, most, _ = asked(connection, ["/v1/status"] * 200)
    result, _ = busy.stop()
    say("GET /v1/status while 50 clients search without a pause", f"{median:.1f} ms", f"95 %: {most:.1f}; {result['errors']} errors")


def sync(a, clients=None, pause=0):
    """Seconds of a first full sync, the daemon's CPU, megabytes of the log at its largest, and what clients heard meanwhile."""
    state = os.path.join(a.work, "api-sync")
    shutil.rmtree(state, ignore_errors=True)
    daemon = Daemon(a.program, state, {})
    while True:
        try:
            ask(daemon.socket, "GET", "/v1/status")
            break
        except OSError:
            daemon.check()
            time.sleep(0.05)
    with open(os.path.join(state, "catalogues.d", "bench.toml"), "w") as f:
        f.write(CATALOGUE)
    load = Clients(a.work, daemon, clients, pause, TARGETS) if clients else None
    time.sleep(2)
    if load:
        load.process.send_signal(signal.SIGUSR1)
    daemon.begun, cpu, peak = time.monotonic(), daemon.cpu(), 0
    ask(daemon.socket, "POST", "/v1/reload")
    log = os.path.join(state, "catalogued.sqlite-wal")
    while not (runs := ask(daemon.socket, "GET", "/v1/runs?limit=1")["items"]) or runs[0]["state"] in ("running", "interrupted"):
        peak = max(peak, os.path.getsize(log) if os.path.exists(log) else 0)
        time.sleep(0.02)
    run = runs[0]
    if run["state"] != "done" or run["counters"]["records"] != a.records:
        sys.exit(f"the run is not as it should be: {run}")
    seconds, cpu = time.monotonic() - daemon.begun, daemon.cpu() - cpu
    heard = load.stop() if load else None
    daemon.stop()
    return seconds, cpu, peak / 1e6, heard


def under_load(a):
    rows = {"alone": [], 1000: [], 0: []}
    heard = {}
    for _ in range(a.rounds):
        rows["alone"].append(sync(a)[:3])
        for pause in (1000, 0):
            *row, heard[pause] = sync(a, a.clients, pause)
            rows[pause].append(row)
    median = lambda kind, which: statistics.median(row[which] for row in rows[kind])
    alone = median("alone", 0)
    say("a full sync alone", f"{alone:.2f} s", f"CPU {median('alone', 1):.1f} s, log {median('alone', 2):.0f} MB")
    for pause, bound, how in ((1000, "at most 1.15", "ask, wait a second, ask again"), (0, "no bound", "ask again at once")):
        ratio = statistics.median(row[0] / base[0] for row, base in zip(rows[pause], rows["alone"]))
        say(f"with {a.clients} clients that {how}", f"{ratio:.2f}", f"{bound}; {median(pause, 0):.2f} s, CPU {median(pause, 1):.1f} s, log {median(pause, 2):.0f} MB")
        result, kinds = heard[pause]
        say("  errors that the clients saw, of answers", f"{result['errors']}", f"of {sum(k[0] for k in kinds.values())}; none")
        for kind, (answers, middle, most) in kinds.items():
            say(f"  {kind}: answers a second", f"{answers / result['seconds']:.0f}", f"median {middle:.0f} ms, 99 % {most:.0f} ms")
        say("  CPU of the clients themselves", f"{result['cpu'] / result['seconds'] * 100:.0f} %", "of a core")


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--work", required=True), p.add_argument("--program", required=True), p.add_argument("--cli", required=True)
    p.add_argument("--records", type=int, default=100_000), p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--clients", type=int, default=1000)
    p.add_argument("--only", choices=["rest", "load"])
    a = p.parse_args()
    folder = repository(a, PORT)
    server = Nginx(folder)
    try:
        print(f"{a.records} records; load average {os.getloadavg()[0]:.1f}", flush=True)
        if a.only != "load":
            state = os.path.join(a.work, f"api-state-{a.records}")
            kept = os.path.exists(os.path.join(state, "catalogued.sqlite"))
            daemon = Daemon(a.program, state, {"bench": CATALOGUE})
            if not kept:
                daemon.wait(0)
            time.sleep(1)
            daemon.settle()
            at_rest(a, daemon)
            daemon.stop()
        if a.only != "rest":
            under_load(a)
    finally:
        server.stop()


main()
