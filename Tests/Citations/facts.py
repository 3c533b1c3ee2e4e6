"""The facts of our reports, and how two programs' findings are compared."""
import json, os, re, sys, unicodedata

work = sys.argv[1]
faults = []


def path(name): return os.path.join(work, name)


def text(name):
    with open(path(name), encoding="utf-8", newline="") as file: return file.read()


def check(where, what, found, expected):
    if found != expected: faults.append(f"{where}: {what} is {found!r}, not {expected!r}")


def plain(value):
    """Text without what programs differ in: braces that protect, and spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", value or "").replace("{", "").replace("}", "")).strip()


reports = {line["number"]: line["report"] for line in map(json.loads, text("reports.jsonl").splitlines())}
if len(reports) < 20: sys.exit(f"only {len(reports)} reports are there")


def title(report):
    main, sub = report.get("title", ""), report.get("subtitle")
    return main if not sub else main + (" " if main[-1:] in ":?!." else ": ") + sub


def names(report, role): return [c for c in report.get("contributors", []) if c["role"] == role]


def family(one):
    """The family name with its particle; a body's name whole."""
    name = one["name"]
    if one.get("kind") == "corporate" or "family" not in name: return name["printed"]
    particle = name.get("particle")
    return name["family"] if not particle else particle + ("" if particle[-1] in "-'’" else " ") + name["family"]


def families(report, role="author"): return [plain(family(one)) for one in names(report, role)]


def year(report): return str(report["published"]["year"]) if "published" in report else None


def is_book(report): return any(t.lower() in ("book", "monograph", "ebook", "edited book") for t in report.get("types", []))


def doi(report): return next((i["value"] for i in report.get("identifiers", []) if i["scheme"] == "doi"), None)
