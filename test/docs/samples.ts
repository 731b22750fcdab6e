import { type CodeSample, type Document, readDocument } from '../../scripts/contract/document.ts';
import { listOperations } from '../../scripts/contract/operations.ts';

/** The operation that the samples which are run call: a list that can be narrowed to what is critical. */
export const sampled = listOperations(await readDocument('generated/openapi.json')).find(
  ({ paginated, filters }) => paginated && filters?.['severity'],
)!;

/** The members of a finding that samples print. */
export interface Finding {
  title?: string;
  severity: string;
  packageVulnerabilityDetails: { vulnerabilityId: string };
}

const scope = 'AKIAIOSFODNN7EXAMPLE/20261122/us-east-1/imagebuilder/aws4_request';
const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;

/** Lists the code samples of a contract in the order in which the docs offer them. */
export function listSamples(document: Document): CodeSample[] {
  return listOperations(document).flatMap(({ object }) => object['x-codeSamples'] ?? []);
}

/** Collects the critical findings that a mock serves, without its filters: page by page, then by looking. */
export async function criticalFindings(url: string): Promise<Finding[]> {
  const { path, method, paginated } = sampled;
  const { inputToken, outputToken, items } = paginated!;
  const findings: Finding[] = [];
  let token: string | undefined;
  do {
    const response = await fetch(url + path, {
      method: method.toUpperCase(),
      headers: { 'content-type': 'application/json', 'x-amz-date': '20261122T000000Z', authorization },
      body: JSON.stringify({ [inputToken]: token }),
    });
    const page = await response.json();
    findings.push(...page[items]);
    token = page[outputToken];
  } while (token);
  return findings.filter(({ severity }) => severity === 'CRITICAL');
}

/** What a sample prints that lists findings: a line for each, with its vulnerability and, if it has one, its title. */
export function printed(findings: Finding[]): string {
  return findings
    .map(
      ({ title, packageVulnerabilityDetails }) =>
        `${packageVulnerabilityDetails.vulnerabilityId}\t${title ?? ''}\n`,
    )
    .join('');
}
