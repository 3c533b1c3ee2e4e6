"""Times catalogued against floor.c on the same repository, in turn; see `run`."""
import argparse, http.client, json, os, shutil, signal, socket, statistics, subprocess, sys, time

PORT = 8099


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=600)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def ask(path, method, target, body=None):
    connection = UnixConnection(path)
    connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {target}: {answer.status} {data[:500]!r}")
    return json.loads(data)


class Daemon:
    """One catalogued over one state directory."""

    def __init__(self, program, state):
        self.state, self.socket = state, os.path.join(state, "control.sock")
        os.makedirs(os.path.join(state, "catalogues.d"), exist_ok=True)
        with open(os.path.join(state, "catalogued.toml"), "w") as f:
            f.write('[log]\nlevel = "warning"\n')
        with open(os.path.join(state, "catalogues.d", "bench.toml"), "w") as f:
            f.write(f'title = "Bench"\nurl = "http://127.0.0.1:{PORT}/oai"\nformat = "oai-pmh"\ninterval = "30d"\ngap = "0s"\n')
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [program, "--config", os.path.join(state, "catalogued.toml"), "--state", state, "--socket", self.socket])

    def wait(self, after):
        """Seconds until a run numbered above `after` is over, from the last start or refresh; and the run."""
        while True:
            try:
                runs = ask(self.socket, "GET", "/v1/runs?limit=1")["items"]
                if runs and runs[0]["id"] > after and runs[0]["state"] not in ("running", "interrupted"):
                    return time.monotonic() - self.begun, runs[0]
            except (OSError, RuntimeError):
                pass
            if self.process.poll() is not None:
                sys.exit("catalogued ended by itself")
            time.sleep(0.05)

    def refresh(self, full, last):
        self.begun = time.monotonic()
        ask(self.socket, "POST", "/v1/catalogues/bench/refresh", json.dumps({"full": full}))
        return self.wait(last)

    def status(self, name):
        with open(f"/proc/{self.process.pid}/status") as f:
            return next(int(line.split()[1]) for line in f if line.startswith(name + ":"))

    def cpu(self):
        with open(f"/proc/{self.process.pid}/stat") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def settle(self):
        """Waits until upkeep is done, so that nothing of one measurement runs in the next."""
        before, same = self.cpu(), 0
        while same < 12:
            time.sleep(0.25)
            now = self.cpu()
            same, before = (same + 1 if now - before < 0.02 else 0), now

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def search(self, words, times=50):
        taken = []
        for _ in range(times):
            begun = time.monotonic()
            ask(self.socket, "GET", "/v1/reports?limit=20&q=" + words.replace(" ", "+"))
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
    repository = os.path.join(a.work, f"repository-{a.records}")
    site = os.path.join(repository, "site")
    here = os.path.dirname(os.path.abspath(__file__))
    if not os.path.exists(os.path.join(repository, "nginx.conf")):
        print(f"writing a repository of {a.records} records …", flush=True)
        subprocess.run([sys.executable, os.path.join(here, "make_repository.py"), repository, "--records", str(a.records),
                        "--port", str(PORT)], check=True)
    switch(site, False)
    # Its configuration says `daemon on`: it is ended by the process id that it leaves.
    if subprocess.run(["nginx", "-c", os.path.join(repository, "nginx.conf"), "-p", repository]).returncode != 0:
        sys.exit(f"nginx does not start: is something on port {PORT}?")
    time.sleep(0.3)
    with open(os.path.join(repository, "nginx.pid")) as f:
        server = int(f.read())
    rows = {name: [] for name in ("floor", "first", "second", "none", "changed", "memory", "disk", "cpu")}
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
            daemon = Daemon(a.program, state)
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
            search = daemon.search("security pipeline") , daemon.search("cyber Arctic")
            daemon.stop()
            for name, value in (("floor", floor), ("first", first), ("second", second), ("none", none),
                                ("changed", changed), ("memory", max(memory, peak) / 1024), ("disk", disk), ("cpu", cpu)):
                rows[name].append(value)
            print(f"round {n + 1}: floor {floor:.2f} s; first {first:.2f} s ({first / floor:.2f}), CPU {cpu:.2f} s; second {second:.2f} s"
                  f" ({second / floor:.2f}); nothing new {none * 1000:.0f} ms; 1 % changed {changed:.2f} s ({changed / floor:.2f});"
                  f" peak {memory / 1024:.0f} / {peak / 1024:.0f} MB; {disk:.0f} bytes a record; search {search[0]:.1f} / {search[1]:.1f} ms;"
                  f" live {counts['live']}, withdrawn {counts['withdrawn']}", flush=True)
    finally:
        os.kill(server, signal.SIGTERM)
    ratio = lambda name: statistics.median(x / f for x, f in zip(rows[name], rows["floor"]))
    median = lambda name: statistics.median(rows[name])
    print(f"\nmedians of {a.rounds} rounds, {a.records} records")
    for text, value, bound in (("first full sync / floor", ratio("first"), 0.8), ("second, nothing new / floor", ratio("second"), 0.25),
                               ("third, 1 % changed / floor", ratio("changed"), 0.3), ("peak memory, MB", median("memory"), 64),
                               ("bytes on disk a record", median("disk"), 1300), ("µs a record, first sync", median("first") / a.records * 1e6, None)):
        print(f"  {text:32} {value:8.2f}" + (f"   (at most {bound})" if bound else ""))


main()
