# All critical findings, one per line. The CLI asks for page after page by itself.
aws imagebuilder list-image-scan-findings \
  --region us-east-1 \
  --filters name=severity,values=CRITICAL \
  --query "findings[].[packageVulnerabilityDetails.vulnerabilityId, title || '']" \
  --output text
