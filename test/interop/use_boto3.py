"""Calls the mock with an unmodified boto3, as its argument says, and prints what came of it as JSON.

The argument is a JSON object: `operation` in snake case, `input`, `page_size` (None: a single call),
`retries` (the `retries` of botocore's Config).
"""

import json
import sys

import boto3
import botocore.config
import botocore.exceptions


def call(plan):
    client = boto3.client("imagebuilder", config=botocore.config.Config(retries=plan.get("retries")))
    if plan.get("page_size") is None:
        answer = getattr(client, plan["operation"])(**plan["input"])
        return {"pages": [answer], "retries": answer["ResponseMetadata"]["RetryAttempts"]}
    paginator = client.get_paginator(plan["operation"])
    pages = paginator.paginate(**plan["input"], PaginationConfig={"PageSize": plan["page_size"]})
    return {"pages": list(pages)}


try:
    result = call(json.loads(sys.argv[1]))
except botocore.exceptions.ClientError as error:
    result = {
        "exception": type(error).__name__,
        "modelled": type(error) is not botocore.exceptions.ClientError,
        "code": error.response["Error"]["Code"],
        "message": error.response["Error"]["Message"],
        "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
        "request_id": error.response["ResponseMetadata"]["RequestId"],
    }
print(json.dumps(result, default=str))
