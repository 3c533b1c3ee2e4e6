"""Lets other programs read our exports and write them in their own way, for us to read; see `run`."""
import os, shutil, subprocess

import bibtexparser, rispy
from pybtex.database import parse_file

from facts import path, text

os.makedirs(path("others"))


def write(name, content):
    with open(path("others/" + name), "wb") as file: file.write(content.encode() if isinstance(content, str) else content)


def bibutils(program, *arguments, of=None): return subprocess.run([program, *arguments], input=of, capture_output=True, check=True).stdout


write("rispy.ris", rispy.dumps(rispy.loads(text("reports.ris"))))
write("bibtexparser.bib", bibtexparser.write_string(bibtexparser.parse_string(text("reports.bibtex"))))
write("pybtex.bib", parse_file(path("reports.bibtex"), bib_format="bibtex").to_string("bibtex"))
write("bibutils.ris", bibutils("xml2ris", "-nb", of=bibutils("ris2xml", "-i", "utf8", path("reports.ris"))))
write("bibutils.bib", bibutils("xml2bib", "-nb", of=bibutils("bib2xml", "-i", "utf8", path("reports.bibtex"))))
# Not installed for this: it is large.
if shutil.which("biber"):
    subprocess.run(["biber", "--quiet", "--tool", "--output-file", path("others/biber.bib"), path("reports.bibtex")], check=True)
    os.remove(path("reports.bibtex.blg"))
