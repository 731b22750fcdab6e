/** Lists all image scan findings of the account. */
import { type ListImageScanFindingsRequest, listImageScanFindings } from './generated/index.ts';

const request: ListImageScanFindingsRequest = {};
let findings = 0;
let pages = 0;
try {
  do {
    const page = await listImageScanFindings(request);
    pages++;
    for (const { severity, title } of page.findings ?? []) {
      findings++;
      console.log(severity ?? '-', title ?? '-');
    }
    request.nextToken = page.nextToken;
  } while (request.nextToken);
} catch (error) {
  console.error(String(error));
  process.exit(1);
}
console.log(findings, 'findings in', pages, 'pages');
