import { createImageScanFindingsClient } from 'imagebuilder-scan-findings';

const client = createImageScanFindingsClient({ region: 'us-east-1' });
const findings = client.paginateListImageScanFindingsItems({
  filters: [{ name: 'severity', values: ['CRITICAL'] }],
});

// All critical findings, one per line.
for await (const { packageVulnerabilityDetails, title } of findings) {
  console.log(`${packageVulnerabilityDetails?.vulnerabilityId}\t${title ?? ''}`);
}
