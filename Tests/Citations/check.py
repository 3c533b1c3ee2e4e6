"""Compares what other programs read in our exports with the facts in the JSON lines; see `run`."""
import csv, importlib.util, io, json, os, re, subprocess, sys
import xml.etree.ElementTree as ElementTree

import bibtexparser, jsonschema, pymarc, rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pybtex.database import parse_file

from facts import check, doi, families, family, faults, is_book, names, path, plain, reports, text, title, year

# RIS, by rispy.
entries = rispy.loads(text("reports.ris"))
check("rispy", "the number of entries", len(entries), len(reports))
for entry in entries:
    report = reports[int(entry["id"])]
    where = f"rispy, report {entry['id']}"
    check(where, "type", entry["type_of_reference"], "BOOK" if is_book(report) else "RPRT")
    check(where, "title", plain(entry.get("title")), plain(title(report)))
    # A body's name ends in a comma.
    found = [plain(a[:-1]) if a.endswith(",") else plain(a).split(", ")[0] for a in entry.get("authors", [])]
    check(where, "authors", found, families(report))
    check(where, "year", entry.get("year"), year(report))
    check(where, "publisher", entry.get("publisher"), report.get("publisher"))
    check(where, "doi", entry.get("doi"), doi(report))
    check(where, "keywords", entry.get("keywords", []), report.get("subjects", []))
chapters = rispy.loads(text("chapters.ris"))
check("rispy", "the number of chapters", len(chapters), 14)
check("rispy", "the tenth chapter", (chapters[9]["authors"], chapters[9]["start_page"], chapters[9]["end_page"], chapters[9]["type_of_reference"]),
      (["van der Putten, Frans-Paul"], "31", "40", "CHAP"))

# RIS and BibTeX, by bibutils.
MODS = "{http://www.loc.gov/mods/v3}"


def mods(program, name):
    """MODS has article, title and subtitle apart; here they are one."""
    answer = subprocess.run([program, "-i", "utf8", path(name)], capture_output=True, check=True)
    for item in ElementTree.fromstring(answer.stdout).iter(MODS + "mods"):
        info = item.find(MODS + "titleInfo")
        parts = {tag: info.findtext(MODS + tag) if info is not None else None for tag in ("nonSort", "title", "subTitle")}
        whole = " ".join(filter(None, (parts["nonSort"], parts["title"])))
        yield item, re.sub(r"\W+", " ", " ".join(filter(None, (whole, parts["subTitle"])))).strip().casefold()


for program, name in (("ris2xml", "reports.ris"), ("bib2xml", "reports.bibtex")):
    found = [whole for _, whole in mods(program, name)]
    check(program, "the number of entries", len(found), len(reports))
    for number, report in reports.items():
        # It takes TeX's commands for characters in its own way.
        if re.search(r"[\\{}$^~#%&_<]", title(report)): continue
        wanted = re.sub(r"\W+", " ", title(report)).strip().casefold()
        if wanted not in found: faults.append(f"{program}: report {number}, {wanted!r}, is not there")

# BibTeX, by bibtexparser and pybtex.
library = bibtexparser.parse_string(text("reports.bibtex"), append_middleware=[LatexDecodingMiddleware()])
raw, nothing = bibtexparser.parse_string(text("reports.bibtex")), bibtexparser.model.Field("doi", None)
check("bibtexparser", "what it could not read", [str(b) for b in library.failed_blocks], [])
check("bibtexparser", "the number of entries", len(library.entries), len(reports))
for entry in library.entries:
    number = int(entry.key.rsplit("-", 1)[1])
    report = reports[number]
    where = f"bibtexparser, report {number}"
    check(where, "type", entry.entry_type, "book" if is_book(report) else "techreport")
    fields = {field.key: field.value for field in entry.fields}
    # It takes TeX's circumflex for the accent of that name.
    check(where, "title", plain(fields.get("title")).replace("\u02c6", "^"), plain(title(report)))
    check(where, "year", fields.get("year"), year(report))
    check(where, "institution", plain(fields.get("publisher" if is_book(report) else "institution")) or None, plain(report.get("publisher")) or None)
    # It would decode TeX also where none is.
    check(where, "doi", raw.entries_dict[entry.key].get("doi", nothing).value, doi(report))
data = parse_file(path("reports.bibtex"), bib_format="bibtex")
check("pybtex", "the number of entries", len(data.entries), len(reports))
for key, entry in data.entries.items():
    report = reports[int(key.rsplit("-", 1)[1])]
    persons = entry.persons.get("author", [])
    found = [plain(" ".join(p.prelast_names + p.last_names)) for p in persons]
    wanted = [re.sub(r"([&#_%$])", r"\\\1", f) for f in families(report)]
    # A particle that is written together with the name is one word for both.
    check(f"pybtex, {key}", "authors", found, wanted)
check("pybtex", "the number of chapters", len(parse_file(path("chapters.bibtex"), bib_format="bibtex").entries), 14)

# CSL-JSON, against its schema and by citeproc-py.
folder = importlib.util.find_spec("commonmeta").submodule_search_locations[0]
with open(os.path.join(folder, "resources", "csl-data.json"), encoding="utf-8") as file: schema = json.load(file)
for name in ("reports.csl-json", "chapters.csl-json"):
    items = json.loads(text(name))
    for error in jsonschema.Draft7Validator(schema).iter_errors(items):
        faults.append(f"{name}: {list(error.absolute_path)}: {error.message[:200]}")
items = json.loads(text("reports.csl-json"))
check("CSL-JSON", "the numbers", sorted(int(i["id"]) for i in items), sorted(reports))
style = CitationStylesStyle("harvard-cite-them-right", validate=False)
bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
for item in items: bibliography.register(Citation([CitationItem(item["id"])]))
references = {key: plain(str(reference)) for key, reference in zip(bibliography.keys, bibliography.bibliography())}
for number, report in reports.items():
    reference = references[str(number)]
    for one in names(report, "author")[:1]:
        if plain(one["name"].get("family") or one["name"]["printed"]) not in reference:
            faults.append(f"citeproc-py, report {number}: {family(one)!r} is not in {reference!r}")
    if year(report) and year(report) not in reference: faults.append(f"citeproc-py, report {number}: no year in {reference!r}")

# MARCXML, by pymarc.
records = pymarc.parse_xml_to_array(path("reports.marcxml"))
check("pymarc", "the numbers", sorted(int(r["001"].data) for r in records), sorted(reports))
for record in records:
    report = reports[int(record["001"].data)]
    where = f"pymarc, report {record['001'].data}"
    main = record["245"].get_subfields("a", "b")
    check(where, "title", [plain(t) for t in main], [plain(t) for t in (report.get("title"), report.get("subtitle")) if t])
    check(where, "the length of leader and 008", (len(str(record.leader)), len(record["008"].data)), (24, 40))
    check(where, "the number of names", len(record.get_fields("100", "110", "700", "710")), len(report.get("contributors", [])))

# CSV and KBART, by Python's own reader.
for name, options, column in (("reports.csv", {}, "id"), ("reports.kbart", {"delimiter": "\t", "quoting": csv.QUOTE_NONE}, "title_id")):
    rows = list(csv.DictReader(io.StringIO(text(name), newline=""), **options))
    check(name, "the numbers", sorted(int(row[column]) for row in rows), sorted(reports))
    for row in rows:
        report = reports[int(row[column])]
        found = row["title"] if name == "reports.csv" else row["publication_title"]
        check(f"{name}, {row[column]}", "title", found, report.get("title", "") if name == "reports.csv" else title(report))
        check(f"{name}, {row[column]}", "cells without a name", row.get(None), None)

if faults: sys.exit("\n".join(faults))
print(f"{len(reports)} reports and {len(chapters)} chapters are read by others as we say them")
