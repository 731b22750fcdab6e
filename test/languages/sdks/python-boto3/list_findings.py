"""Prints how many findings each page has, or the type of the error.

Arguments: the page size, or 0 for the default, and optionally the name and the value of a filter.
"""

import sys

import boto3
from botocore.exceptions import ClientError

max_results, *filters = sys.argv[1:]
request = {}
if max_results != "0":
    request["maxResults"] = int(max_results)
if filters:
    name, value = filters
    request["filters"] = [{"name": name, "values": [value]}]

paginator = boto3.client("imagebuilder").get_paginator("list_image_scan_findings")
try:
    for page in paginator.paginate(**request):
        print(len(page["findings"]))
except ClientError as error:
    generic = type(error) is ClientError
    sys.exit(f"{type(error).__name__} {error.response['Error']['Code']}" if generic else type(error).__name__)
