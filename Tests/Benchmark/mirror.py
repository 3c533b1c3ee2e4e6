"""What the benchmarks share: a daemon over one state, and a client of its socket."""
import http.client, json, os, signal, socket, subprocess, sys, threading, time


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
    """One catalogued over one state directory, with `catalogues` (name: text of its file)."""

    def __init__(self, program, state, catalogues, main="", events=False):
        self.state, self.socket = state, os.path.join(state, "control.sock")
        os.makedirs(os.path.join(state, "catalogues.d"), exist_ok=True)
        with open(os.path.join(state, "catalogued.toml"), "w") as f:
            f.write(main + f'\n[log]\nlevel = "{"debug" if events else "warning"}"\n')
        for name, text in catalogues.items():
            with open(os.path.join(state, "catalogues.d", name + ".toml"), "w") as f:
                f.write(text)
        self.lines = []
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [program, "--config", os.path.join(state, "catalogued.toml"), "--state", state, "--socket", self.socket],
            stderr=subprocess.PIPE if events else None, text=True)
        if events:
            threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stderr:
            self.lines.append((time.monotonic(), line))

    def wait(self, after):
        """Seconds until a run numbered above `after` is over, from the last start or refresh; and the run."""
        while True:
            try:
                runs = ask(self.socket, "GET", "/v1/runs?limit=1")["items"]
                if runs and runs[0]["id"] > after and runs[0]["state"] not in ("running", "interrupted"):
                    return time.monotonic() - self.begun, runs[0]
            except (OSError, RuntimeError):
                pass
            self.check()
            time.sleep(0.05)

    def wait_for_ends(self, count, since=0):
        """Seconds until `count` runs have ended after the log's line `since`, from the last start or refresh."""
        while True:
            ends = [at for at, line in self.lines[since:] if " heard, " in line]
            if len(ends) >= count:
                return ends[count - 1] - self.begun
            self.check()
            time.sleep(0.005)

    def check(self):
        if self.process.poll() is not None:
            sys.exit("catalogued ended by itself")

    def refresh(self, full, last, name="bench"):
        self.begun = time.monotonic()
        ask(self.socket, "POST", f"/v1/catalogues/{name}/refresh", json.dumps({"full": full}))
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


class Nginx:
    """nginx over a folder with its nginx.conf, ended by the process id that it leaves."""

    def __init__(self, folder):
        if subprocess.run(["nginx", "-c", os.path.join(folder, "nginx.conf"), "-p", folder]).returncode != 0:
            sys.exit("nginx does not start: is something on its port?")
        time.sleep(0.3)
        with open(os.path.join(folder, "nginx.pid")) as f:
            self.process = int(f.read())

    def stop(self):
        os.kill(self.process, signal.SIGTERM)


def repository(a, port):
    """The folder of an OAI-PMH repository of `a.records` records, written where it is not there yet."""
    folder = os.path.join(a.work, f"repository-{a.records}")
    if not os.path.exists(os.path.join(folder, "nginx.conf")):
        here = os.path.dirname(os.path.abspath(__file__))
        print(f"writing a repository of {a.records} records …", flush=True)
        subprocess.run([sys.executable, os.path.join(here, "make_repository.py"), folder, "--records", str(a.records),
                        "--port", str(port)], check=True)
    return folder


def say(text, value, bound=""):
    print(f"  {text:58} {value:>10}" + (f"   ({bound})" if bound else ""), flush=True)


def asked(connection, targets, method="GET", body=None):
    """Milliseconds, at the median and for 95 %, and the last answer."""
    taken = []
    for target in targets:
        begun = time.perf_counter()
        connection.request(method, target, body, {"Content-Type": "application/json"} if body else {})
        answer = connection.getresponse()
        data = answer.read()
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status != 200:
            sys.exit(f"{method} {target}: {answer.status} {data[:300]!r}")
    taken.sort()
    return taken[len(taken) // 2], taken[len(taken) * 95 // 100], json.loads(data)
