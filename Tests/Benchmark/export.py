"""How fast all reports are exported in each format, beside reading them from the store; see `run`."""
import argparse, json, os, shutil, statistics, subprocess, sys, time
from mirror import Daemon, Nginx, UnixConnection, repository, say

PORT = 8099
CATALOGUE = f'title = "Bench"\nurl = "http://127.0.0.1:{PORT}/oai"\nformat = "oai-pmh"\ninterval = "30d"\ngap = "0s"\n'
FORMATS = ["jsonl", "ris", "bibtex", "csl-json", "kbart", "csv", "marcxml", "oai-dc"]


def stream(daemon, format):
    """Seconds and bytes of one export over the socket."""
    connection = UnixConnection(daemon.socket)
    begun, count = time.monotonic(), 0
    connection.request("GET", f"/v1/export?format={format}")
    answer = connection.getresponse()
    if answer.status != 200:
        sys.exit(f"export of {format}: {answer.status} {answer.read()[:300]!r}")
    while piece := answer.read(1 << 18):
        count += len(piece)
    connection.close()
    return time.monotonic() - begun, count


def main():
    parser = argparse.ArgumentParser()
    for name, usual in (("--work", None), ("--program", None), ("--rates", None), ("--records", 100_000), ("--rounds", 3)):
        parser.add_argument(name, default=usual, type=type(usual) if usual else str)
    a = parser.parse_args()
    nginx = Nginx(repository(a, PORT))
    state = os.path.join(a.work, "export")
    shutil.rmtree(state, ignore_errors=True)
    daemon = Daemon(a.program, state, {"bench": CATALOGUE})
    daemon.wait(0)
    nginx.stop()
    daemon.settle()
    before = daemon.status("VmRSS")
    socket = {}
    for format in FORMATS:
        rounds = [stream(daemon, format) for _ in range(a.rounds)]
        socket[format] = rounds[0][1] / statistics.median(seconds for seconds, _ in rounds) / 1e6
    peak = daemon.status("VmHWM")
    daemon.stop()
    rates = json.loads(subprocess.run([a.rates, os.path.join(state, "catalogued.sqlite")], stdout=subprocess.PIPE, check=True).stdout)
    say(f"{rates['reports']} reports, read and not written", f"{rates['reading']:.2f} s")
    for format in FORMATS:
        seconds, count = rates["formats"][format]["seconds"], rates["formats"][format]["bytes"]
        least = min(50, count / 1e6 / rates["reading"] / 2)
        say(f"{format}, {count / 1e6:.0f} MB", f"{count / 1e6 / seconds:.0f} MB/s", f"at least {least:.0f}; over the socket {socket[format]:.0f}")
    say("resident before the exports, and at the most", f"{before / 1e3:.0f} MB", f"{peak / 1e3:.0f} MB, the sync included")


main()
