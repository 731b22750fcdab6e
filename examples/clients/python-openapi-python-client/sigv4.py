"""AWS Signature Version 4 for httpx, with botocore's signer and credentials."""

from collections.abc import Generator

import httpx
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.session import Session


class SigV4(httpx.Auth):
    requires_request_body = True

    def __init__(self, session: Session, region: str) -> None:
        self.signer = SigV4Auth(session.get_credentials(), "imagebuilder", region)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        unsigned = AWSRequest(request.method, str(request.url), {"Content-Type": "application/json"}, request.content)
        self.signer.add_auth(unsigned)
        request.headers.update(unsigned.headers.items())
        yield request
