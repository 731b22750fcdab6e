"""Lists all image scan findings of the account."""

import os
import sys

from botocore.session import Session

from scan_findings import Client
from scan_findings.api.image_scan_findings import list_image_scan_findings
from scan_findings.models import ErrorResponse, ListImageScanFindingsRequest, ListImageScanFindingsResponse
from sigv4 import SigV4

region = os.environ["AWS_REGION"]
endpoint = os.environ.get("AWS_ENDPOINT_URL_IMAGEBUILDER", f"https://imagebuilder.{region}.amazonaws.com")
client = Client(base_url=endpoint, httpx_args={"auth": SigV4(Session(), region)})

request = ListImageScanFindingsRequest()
findings = pages = 0
while True:
    response = list_image_scan_findings.sync_detailed(client=client, body=request)
    match response.parsed:
        case ListImageScanFindingsResponse() as page:
            pages += 1
        case ErrorResponse(message=message):
            sys.exit(f"{response.headers['X-Amzn-Errortype']}: {message or ''}")
    for finding in page.findings or []:
        findings += 1
        print(finding.severity or "-", finding.title or "-")
    if not page.next_token:
        break
    request.next_token = page.next_token
print(findings, "findings in", pages, "pages")
