/** Lists all image scan findings of the account. */
import { AwsClient } from 'aws4fetch';
import { createClient } from './generated/client/index.ts';
import { type ListImageScanFindingsRequest, listImageScanFindings } from './generated/index.ts';

const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
const { AWS_ENDPOINT_URL_IMAGEBUILDER = `https://imagebuilder.${AWS_REGION}.amazonaws.com` } = process.env;

const aws = new AwsClient({
  accessKeyId: AWS_ACCESS_KEY_ID!,
  secretAccessKey: AWS_SECRET_ACCESS_KEY!,
  sessionToken: AWS_SESSION_TOKEN,
  region: AWS_REGION,
  service: 'imagebuilder',
  retries: 0,
});
const client = createClient({
  baseUrl: AWS_ENDPOINT_URL_IMAGEBUILDER,
  fetch: (input, init) => aws.fetch(input, init),
});

const body: ListImageScanFindingsRequest = {};
let findings = 0;
let pages = 0;
do {
  const { data: page, error, response } = await listImageScanFindings({ client, body });
  if (!page) {
    console.error(`${response?.headers.get('X-Amzn-Errortype')}: ${error.message ?? ''}`);
    process.exit(1);
  }
  pages++;
  for (const { severity, title } of page.findings ?? []) {
    findings++;
    console.log(severity ?? '-', title ?? '-');
  }
  body.nextToken = page.nextToken;
} while (body.nextToken);
console.log(findings, 'findings in', pages, 'pages');
