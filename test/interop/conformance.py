"""Prints as JSON on which test vectors the Python package jsonschema disagrees.

Argument: the folder with conformance/ and json-schema/.
"""

import json
import pathlib
import re
import sys
from importlib.metadata import version

from jsonschema import Draft202012Validator, ValidationError, validators


def pattern_of_ecma262(validator, pattern, value, schema):
    """Like the package's own, but the last `$` is the end of the text and no line feed may follow it."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield ValidationError(f"{value!r} does not match {pattern!r}")


def pointer(path):
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def read(file):
    return json.loads(file.read_text(encoding="utf-8"))


def disagreements(validator_class, folder):
    for file in sorted(folder.glob("json-schema/*.json")):
        validator = validator_class(read(file))
        suite = read(folder / "conformance" / file.name)
        for vector in suite["vectors"]:
            errors = validator.iter_errors(vector["document"])
            found = sorted({(pointer(error.absolute_path), error.validator) for error in errors})
            promised = sorted((error["instancePath"], error["keyword"]) for error in vector.get("errors", []))
            if found != promised:
                yield {"shape": suite["shape"], "vector": vector, "found": found}


def main(folder):
    corrected = validators.extend(Draft202012Validator, {"pattern": pattern_of_ecma262})
    report = {
        "version": version("jsonschema"),
        "asItIs": list(disagreements(Draft202012Validator, folder)),
        "withPatternsOfEcma262": list(disagreements(corrected, folder)),
    }
    json.dump(report, sys.stdout)


main(pathlib.Path(sys.argv[1]))
