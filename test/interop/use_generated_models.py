"""Loads models that another generator made from the contract, and validates documents with them.

Arguments: the folder with the generated module `models`, and a JSON file with a list of
`{"shape": name, "document": value}`. Prints, for each document, what the model makes of it
when it is written again, or the violations that the model finds.
"""

import json
import sys

import pydantic

folder, file = sys.argv[1:]
sys.path.insert(0, folder)
import models  # noqa: E402 (the folder is known only now)


def validate(shape, document):
    try:
        value = getattr(models, shape).model_validate(document)
    except pydantic.ValidationError as error:
        return {"violations": [list(violation["loc"]) for violation in error.errors()]}
    return {"document": json.loads(value.model_dump_json(exclude_unset=True))}


with open(file, encoding="utf-8") as cases:
    print(json.dumps([validate(case["shape"], case["document"]) for case in json.load(cases)]))
