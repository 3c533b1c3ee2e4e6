"""Compares what we read of other programs' files, which they wrote of ours, with the facts that we began with; see `run`."""
import json, os, re, sys

from facts import check, doi, families, faults, path, plain, reports, text, title, year

# bibutils takes TeX's commands for characters in its own way, pybtex escapes them twice: that stands in their files.
theirs = re.compile(r"[\\{}$^~#%&_<]")
files = sorted(name for name in os.listdir(path("others")) if name.endswith(".jsonl"))
if len(files) < 5: sys.exit(f"only {files} were read")
for name in files:
    found = {}
    for line in text("others/" + name).splitlines():
        report = json.loads(line)["report"]
        found[plain(title(report))] = report
    check(name, "the number of reports", len(found), len(reports))
    for number, report in reports.items():
        where = f"{name}, report {number}"
        back = found.get(plain(title(report)))
        if back is None:
            if not (name.startswith(("bibutils", "pybtex")) and theirs.search(title(report))): faults.append(f"{where}: {title(report)!r} is not there")
            continue
        # bibutils turns the names of bodies about where it writes RIS.
        names = len if name.startswith("bibutils.ris") else list
        check(where, "authors", names(families(back)), names(families(report)))
        check(where, "year", year(back), year(report))
        check(where, "publisher", back.get("publisher"), report.get("publisher"))
        check(where, "doi", doi(back), doi(report))

if faults: sys.exit("\n".join(faults))
print(f"what others write of {len(reports)} reports is read by us as they say it: {', '.join(n.removesuffix('.jsonl') for n in files)}")
