# The first page of the critical findings. curl signs with the credentials in the environment.
curl --fail-with-body --silent --show-error \
  --aws-sigv4 aws:amz:us-east-1:imagebuilder \
  --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \
  ${AWS_SESSION_TOKEN:+--header "x-amz-security-token: $AWS_SESSION_TOKEN"} \
  --header 'Content-Type: application/json' \
  --data '{"filters": [{"name": "severity", "values": ["CRITICAL"]}], "maxResults": 25}' \
  "${AWS_ENDPOINT_URL_IMAGEBUILDER:-https://imagebuilder.us-east-1.amazonaws.com}/ListImageScanFindings"
