"""Thousands of catalogues on hundreds of hosts, polled by one daemon: memory, CPU, lateness, open files; see `run`."""
import argparse, os, shutil, statistics, subprocess, sys, time
from mirror import Daemon, ask

PORT = 8097


def catalogue(n, hosts, a):
    host = f"127.0.{n % hosts // 100 + 1}.{n % hosts % 100 + 1}"
    return (f'title = "C{n}"\nurl = "http://{host}:{PORT}/c{n}"\nformat = "feed"\ninterval = "{a.interval}s"\n'
            f'gap = "{a.gap}s"\n')


def memory(pid):
    with open(f"/proc/{pid}/status") as f:
        facts = dict(line.split(":", 1) for line in f)
    return int(facts["RssAnon"].split()[0]) / 1024, int(facts["VmRSS"].split()[0]) / 1024


def quick(daemon, path, times=10):
    taken = []
    for _ in range(times):
        begun = time.monotonic()
        ask(daemon.socket, "GET", path)
        taken.append((time.monotonic() - begun) * 1000)
    return statistics.median(taken)


def idle(a):
    """What an idle daemon with ten catalogues takes, once they are mirrored."""
    state = os.path.join(a.work, "idle-state")
    shutil.rmtree(state, ignore_errors=True)
    a.interval, a.gap = 86400, 0
    daemon = Daemon(a.program, state, {f"c{n}": catalogue(n, 10, a) for n in range(10)}, events=True)
    daemon.wait_for_ends(10)
    time.sleep(8)
    before = memory(daemon.process.pid)
    ask(daemon.socket, "GET", "/v1/status"), ask(daemon.socket, "GET", "/v1/catalogues")
    after = memory(daemon.process.pid)
    cpu = daemon.cpu()
    time.sleep(10)
    cpu = (daemon.cpu() - cpu) / 10
    daemon.stop()
    print(f"idle, ten catalogues: {before[0]:.1f} MB anonymous (at most 6), {before[1]:.1f} MB resident (at most 25);"
          f" after two questions {after[0]:.1f} and {after[1]:.1f} MB; {cpu * 100:.2f} % of a core", flush=True)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--work", required=True), p.add_argument("--program", required=True)
    p.add_argument("--catalogues", type=int, default=2000), p.add_argument("--hosts", type=int, default=200)
    p.add_argument("--interval", type=int, default=120), p.add_argument("--gap", type=float, default=1)
    p.add_argument("--minutes", type=float, default=5)
    a = p.parse_args()
    log = os.path.join(a.work, "hosts.log")
    here = os.path.dirname(os.path.abspath(__file__))
    server = subprocess.Popen([sys.executable, os.path.join(here, "hosts.py"), str(PORT), log, str(a.gap)])
    time.sleep(0.5)
    state = os.path.join(a.work, "scale-state")
    shutil.rmtree(state, ignore_errors=True)
    try:
        catalogues = {f"c{n}": catalogue(n, a.hosts, a) for n in range(a.catalogues)}
        daemon = Daemon(a.program, state, catalogues, events=True)
        first = daemon.wait_for_ends(a.catalogues)
        print(f"{a.catalogues} catalogues on {a.hosts} hosts, every {a.interval} s, {a.gap} s between two requests to a host")
        print(f"  first runs of all          {first:8.1f} s", flush=True)
        pid, due, late, files, anonymous, resident = daemon.process.pid, {}, [], 0, 0, 0
        begun, cpu, log_before = time.monotonic(), daemon.cpu(), os.path.getsize(log)
        position = log_before
        polls = 0
        while time.monotonic() - begun < a.minutes * 60:
            # What is due, and what was asked since; a poll's lateness is its request's arrival after the date it was due.
            time.sleep(2)
            with open(log) as f:
                f.seek(position)
                text = f.read()
                text = text[:text.rfind("\n") + 1]
                position += len(text)
            for line in text.splitlines():
                if line.startswith("IMPOLITE"):
                    continue
                at, _, path, _ = line.split()
                polls += 1
                if path[1:] in due:
                    late.append(float(at) - due.pop(path[1:]))
            for item in ask(daemon.socket, "GET", "/v1/catalogues")["items"]:
                if item.get("next_run") and item["state"]["name"] == "idle":
                    text = item["next_run"]["at"]
                    due[item["name"]] = time.mktime(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ")) - time.timezone
            files = max(files, len(os.listdir(f"/proc/{pid}/fd")))
            now = memory(pid)
            anonymous, resident = max(anonymous, now[0]), max(resident, now[1])
        spent, seconds = daemon.cpu() - cpu, time.monotonic() - begun
        status, listing = quick(daemon, "/v1/status"), quick(daemon, "/v1/catalogues")
        with open(log) as f:
            impolite = sum(line.startswith("IMPOLITE") for line in f)
        failed = sum(" failed, " in line for _, line in daemon.lines)
        daemon.stop()
        late.sort()
        at = lambda share: late[min(int(len(late) * share), len(late) - 1)]
        for text, value in (
                ("polls", f"{polls} in {seconds:.0f} s, {failed} failed, {impolite} impolite"),
                ("anonymous memory, peak", f"{anonymous:.1f} MB"), ("resident memory, peak", f"{resident:.1f} MB"),
                ("CPU, questions included", f"{spent / seconds * 100:.1f} % of a core, {spent / max(polls, 1) * 1000:.2f} ms a poll"),
                ("lateness", f"median {at(0.5):.2f} s, 99 % {at(0.99):.2f} s, most {at(1):.2f} s"),
                ("open files, peak", files),
                ("GET /v1/status", f"{status:.1f} ms"), ("GET /v1/catalogues", f"{listing:.1f} ms")):
            print(f"  {text:26} {value}")
        idle(a)
    finally:
        server.terminate()


main()
