"""Loads models that another generator made from the contract, and holds documents against them.

Arguments: the folder with the generated module `models`, and a JSON file with a list of
`{"shape": name, "document": value}`. Prints, for each document, what the model makes of it
when it is written again, or the faults that the model finds.
"""

import json
import sys

import pydantic

folder, file = sys.argv[1:]
sys.path.insert(0, folder)
import models  # noqa: E402 (the folder is known only now)


def hold(shape, document):
    try:
        value = getattr(models, shape).model_validate(document)
    except pydantic.ValidationError as error:
        return {"faults": [list(fault["loc"]) for fault in error.errors()]}
    return {"document": json.loads(value.model_dump_json(exclude_unset=True))}


with open(file, encoding="utf-8") as cases:
    print(json.dumps([hold(case["shape"], case["document"]) for case in json.load(cases)]))
