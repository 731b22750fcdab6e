import boto3

client = boto3.client("imagebuilder", region_name="us-east-1")
paginator = client.get_paginator("list_image_scan_findings")
critical = [{"name": "severity", "values": ["CRITICAL"]}]

# All critical findings, one per line.
for page in paginator.paginate(filters=critical):
    for finding in page.get("findings", []):
        details = finding.get("packageVulnerabilityDetails", {})
        print(details.get("vulnerabilityId"), finding.get("title", ""), sep="\t")
