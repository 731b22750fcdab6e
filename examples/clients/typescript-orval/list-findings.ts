/** Lists all image scan findings of the account. */
import { type ListImageScanFindingsRequest, listImageScanFindings } from './generated/scan-findings.ts';

const request: ListImageScanFindingsRequest = {};
let findings = 0;
let pages = 0;
do {
  const response = await listImageScanFindings(request);
  if (response.status !== 200) {
    console.error(`${response.headers.get('X-Amzn-Errortype')}: ${response.data.message ?? ''}`);
    process.exit(1);
  }
  pages++;
  for (const { severity, title } of response.data.findings ?? []) {
    findings++;
    console.log(severity ?? '-', title ?? '-');
  }
  request.nextToken = response.data.nextToken;
} while (request.nextToken);
console.log(findings, 'findings in', pages, 'pages');
