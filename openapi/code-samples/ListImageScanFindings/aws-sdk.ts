import { ImagebuilderClient, paginateListImageScanFindings } from '@aws-sdk/client-imagebuilder';

const client = new ImagebuilderClient({ region: 'us-east-1' });
const critical = { filters: [{ name: 'severity', values: ['CRITICAL'] }] };

// All critical findings, one per line.
for await (const page of paginateListImageScanFindings({ client }, critical)) {
  for (const { packageVulnerabilityDetails, title } of page.findings ?? []) {
    console.log(`${packageVulnerabilityDetails?.vulnerabilityId}\t${title ?? ''}`);
  }
}
