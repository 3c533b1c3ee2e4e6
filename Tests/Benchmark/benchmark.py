"""Times catalogued against floor.c on the same OAI-PMH repository, in turn; see `run`."""
import argparse, os, shutil, statistics, subprocess, sys, time
from mirror import Daemon, Nginx, ask, repository

PORT = 8099
CATALOGUE = f'title = "Bench"\nurl = "http://127.0.0.1:{PORT}/oai"\nformat = "oai-pmh"\ninterval = "30d"\ngap = "0s"\n'
KBART = f'title = "Bench"\nurl = "http://127.0.0.1:{PORT}/kbart.txt"\nformat = "kbart"\ninterval = "30d"\ngap = "0s"\n'


def search(daemon, words, times=50):
    taken = []
    for _ in range(times):
        begun = time.monotonic()
        ask(daemon.socket, "GET", "/v1/reports?limit=20&q=" + words.replace(" ", "+"))
        taken.append((time.monotonic() - begun) * 1000)
    return statistics.median(taken)


def switch(site, to_changed):
    a, b, c = (os.path.join(site, n) for n in ("pages", "pages-first", "pages-changed"))
    if to_changed and os.path.exists(c):
        os.rename(a, b), os.rename(c, a)
    if not to_changed and os.path.exists(b):
        os.rename(a, c), os.rename(b, a)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--work", required=True), p.add_argument("--program", required=True)
    p.add_argument("--records", type=int, default=100_000), p.add_argument("--rounds", type=int, default=3)
    a = p.parse_args()
    folder = repository(a, PORT)
    site = os.path.join(folder, "site")
    switch(site, False)
    server = Nginx(folder)
    rows = {name: [] for name in ("floor", "first", "second", "none", "changed", "memory", "disk", "cpu", "kbart", "kbart_memory")}
    try:
        for n in range(a.rounds):
            database = os.path.join(a.work, "floor.db")
            for name in (database, database + "-wal", database + "-shm"):
                if os.path.exists(name):
                    os.remove(name)
            out = subprocess.run([os.path.join(a.work, "floor"), f"http://127.0.0.1:{PORT}/oai", database],
                                 check=True, capture_output=True, text=True).stdout
            floor = float(out.split("seconds")[1].split()[0])
            state = os.path.join(a.work, "state")
            shutil.rmtree(state, ignore_errors=True)
            daemon = Daemon(a.program, state, {"bench": CATALOGUE})
            first, run = daemon.wait(0)
            cpu, memory = daemon.cpu(), daemon.status("VmHWM")
            counts = ask(daemon.socket, "GET", "/v1/catalogues/bench")["counts"]
            if a.records == 100_000 and (counts["live"], counts["withdrawn"]) != (94_840, 5_160):
                sys.exit(f"the mirror is not as the repository is: {counts}")
            expected = a.records
            if run["counters"]["records"] != expected or run["state"] != "done":
                sys.exit(f"the first run is not as it should be: {run}")
            daemon.settle()
            second, run = daemon.refresh(True, run["id"])
            assert run["counters"]["changed"] == run["counters"]["new"] == 0, run
            daemon.settle()
            none, run = daemon.refresh(False, run["id"])
            assert run["counters"]["records"] == 0, run
            switch(site, True)
            changed, run = daemon.refresh(True, run["id"])
            switch(site, False)
            assert run["counters"]["changed"] + run["counters"]["new"] > 0, run
            peak = daemon.status("VmHWM")
            daemon.settle()
            disk = ask(daemon.socket, "GET", "/v1/status")["store"]["bytes"] / a.records
            times = 50 if a.records <= 100_000 else 3
            searches = search(daemon, "security pipeline", times), search(daemon, "cyber Arctic", times)
            daemon.stop()
            shutil.rmtree(state)
            daemon = Daemon(a.program, state, {"bench": KBART})
            kbart, run = daemon.wait(0)
            assert run["counters"]["new"] > 0.9 * a.records and run["state"] == "done", run
            kbart_memory = daemon.status("VmHWM") / 1024
            daemon.stop()
            for name, value in (("kbart", kbart), ("kbart_memory", kbart_memory), ("floor", floor), ("first", first), ("second", second), ("none", none),
                                ("changed", changed), ("memory", max(memory, peak) / 1024), ("disk", disk), ("cpu", cpu)):
                rows[name].append(value)
            print(f"round {n + 1}: floor {floor:.2f} s; first {first:.2f} s ({first / floor:.2f}), CPU {cpu:.2f} s; second {second:.2f} s"
                  f" ({second / floor:.2f}); nothing new {none * 1000:.0f} ms; 1 % changed {changed:.2f} s ({changed / floor:.2f});"
                  f" peak {memory / 1024:.0f} / {peak / 1024:.0f} MB; {disk:.0f} bytes a record; search {searches[0]:.1f} / {searches[1]:.1f} ms;"
                  f" live {counts['live']}, withdrawn {counts['withdrawn']}; KBART {kbart:.2f} s ({kbart / floor:.2f}),"
                  f" peak {kbart_memory:.0f} MB", flush=True)
    finally:
        server.stop()
    ratio = lambda name: statistics.median(x / f for x, f in zip(rows[name], rows["floor"]))
    median = lambda name: statistics.median(rows[name])
    print(f"\nmedians of {a.rounds} rounds, {a.records} records")
    for text, value, bound in (("first full sync / floor", ratio("first"), 0.8), ("second, nothing new / floor", ratio("second"), 0.25),
                               ("third, 1 % changed / floor", ratio("changed"), 0.3), ("a KBART list / floor", ratio("kbart"), 0.4),
                               ("peak memory, MB", median("memory"), 64),
                               ("bytes on disk a record", median("disk"), 1300), ("µs a record, first sync", median("first") / a.records * 1e6, None)):
        print(f"  {text:32} {value:8.2f}" + (f"   (at most {bound})" if bound else ""))


main()
