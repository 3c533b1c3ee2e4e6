"""Times catalogued against feedfloor.c on 500 feeds of 30 entries, in turn: polled and stored, then all 304; see `run`."""
import argparse, os, shutil, statistics, subprocess, sys
from mirror import Daemon, Nginx, ask


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--work", required=True), p.add_argument("--program", required=True)
    p.add_argument("--rounds", type=int, default=3), p.add_argument("--feeds", type=int, default=500)
    a = p.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    folder = os.path.join(a.work, f"feeds-{a.feeds}")
    if not os.path.exists(os.path.join(folder, "nginx.conf")):
        subprocess.run([sys.executable, os.path.join(here, "make_feeds.py"), folder, "--feeds", str(a.feeds),
                        "--catalogues"], check=True)
    configured = os.path.join(folder, "catalogues.d")
    catalogues = {n.removesuffix(".toml"): open(os.path.join(configured, n)).read() for n in os.listdir(configured)}
    log = os.path.join(folder, "access.log")
    server = Nginx(folder)
    rows = []

    def requests(since):
        with open(log) as f:
            statuses = [line.split('"')[2].split()[0] for line in f.readlines()[since:]]
        return {s: statuses.count(s) for s in set(statuses)}

    def lines():
        with open(log) as f:
            return sum(1 for _ in f)

    try:
        for n in range(a.rounds):
            database = os.path.join(a.work, "feedfloor.db")
            for name in (database, database + "-wal", database + "-shm"):
                if os.path.exists(name):
                    os.remove(name)
            floor = []
            for _ in range(2):
                out = subprocess.run([os.path.join(a.work, "feedfloor"), os.path.join(folder, "urls.txt"), database],
                                     check=True, capture_output=True, text=True).stdout
                floor.append(float(out.split("seconds")[1].split()[0]))
            state = os.path.join(a.work, "feed-state")
            shutil.rmtree(state, ignore_errors=True)
            since = lines()
            daemon = Daemon(a.program, state, catalogues, '[defaults]\nrequests_per_host = 8\ngap = "0s"\n', events=True)
            first = daemon.wait_for_ends(a.feeds)
            asked = requests(since)
            if asked != {"200": a.feeds}:
                sys.exit(f"the first round made other requests than one a feed: {asked}")
            daemon.settle()
            before = ask(daemon.socket, "GET", "/v1/status")["store"]
            if before["reports"] != a.feeds * 30:
                sys.exit(f"not all entries became reports: {before}")
            since, mark = lines(), len(daemon.lines)
            import time
            daemon.begun = time.monotonic()
            ask(daemon.socket, "POST", "/v1/refresh", "{}")
            second = daemon.wait_for_ends(a.feeds, mark)
            asked = requests(since)
            if asked != {"304": a.feeds}:
                sys.exit(f"the second round made other requests than one 304 a feed: {asked}")
            if ask(daemon.socket, "GET", "/v1/status")["store"]["last_change"] != before["last_change"]:
                sys.exit("the second round wrote records")
            peak, cpu = daemon.status("VmHWM") / 1024, daemon.cpu()
            daemon.stop()
            rows.append((floor[0], floor[1], first, second, peak))
            print(f"round {n + 1}: feedfloor {floor[0]:.3f} / {floor[1]:.3f} s; first {first:.3f} s"
                  f" ({first / floor[0]:.2f}); all 304 {second:.3f} s ({second / floor[1]:.2f}); peak {peak:.0f} MB; CPU {cpu:.2f} s", flush=True)
    finally:
        server.stop()
    print(f"\nmedians of {a.rounds} rounds, {a.feeds} feeds of 30 entries")
    for text, value, bound in (("polled and stored / feedfloor", statistics.median(r[2] / r[0] for r in rows), 2),
                               ("all 304 / feedfloor", statistics.median(r[3] / r[1] for r in rows), 5),
                               ("peak memory, MB", statistics.median(r[4] for r in rows), None)):
        print(f"  {text:32} {value:8.2f}" + (f"   (at most {bound})" if bound else ""))


main()
