"""Lists all image scan findings of the account."""

import os
import sys

import requests
from requests_aws4auth import AWS4Auth

from scan_findings import ErrorResponse, ListImageScanFindingsRequest, ListImageScanFindingsResponse

region = os.environ["AWS_REGION"]
endpoint = os.environ.get("AWS_ENDPOINT_URL_IMAGEBUILDER", f"https://imagebuilder.{region}.amazonaws.com")
sigv4 = AWS4Auth(
    os.environ["AWS_ACCESS_KEY_ID"],
    os.environ["AWS_SECRET_ACCESS_KEY"],
    region,
    "imagebuilder",
    session_token=os.environ.get("AWS_SESSION_TOKEN"),
)

request = ListImageScanFindingsRequest()
findings = pages = 0
while True:
    response = requests.post(
        f"{endpoint}/ListImageScanFindings",
        data=request.model_dump_json(exclude_none=True),
        headers={"Content-Type": "application/json"},
        auth=sigv4,
        timeout=30,
    )
    if not response.ok:
        error = ErrorResponse.model_validate_json(response.content)
        sys.exit(f"{response.headers['X-Amzn-Errortype']}: {error.message or ''}")
    page = ListImageScanFindingsResponse.model_validate_json(response.content)
    pages += 1
    for finding in page.findings or []:
        findings += 1
        print(finding.severity or "-", finding.title or "-")
    if not page.nextToken:
        break
    request.nextToken = page.nextToken
print(findings, "findings in", pages, "pages")
