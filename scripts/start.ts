import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.ts';
import type { Document } from './contract/document.ts';
import { findSigningName, kebabCase, listExamples, type Operation } from './contract/operations.ts';
import { mockOptions, mockOptionsHelp, readMockOptions, serveMock } from './mock/command.ts';
import { loadMockContract } from './mock/contract.ts';
import { isStale } from './pipeline.ts';

const help = `Usage: npm start -- [options]

Regenerates generated/ if openapi/ has changed, then serves the mock and the docs until it is interrupted.

${mockOptionsHelp}

Examples:
  npm start -- --port 0
  npm start -- --port 0 --count 1000 --latency 50-300
`;

/** Regenerates a stale contract, or one that cannot be bundled, whose problems that reports. */
async function bringUpToDate(): Promise<boolean> {
  if (!(await isStale().catch(() => true))) return true;
  const generate = fileURLToPath(new URL('generate.ts', import.meta.url));
  return spawnSync(process.execPath, [generate], { stdio: 'inherit' }).status === 0;
}

/** Writes the URLs of the mock and the docs, and commands that call an operation. */
function welcome(url: string, document: Document, operation: Operation | undefined): string {
  const samples = operation ? writeSamples(url, document, operation) : '';
  return `Mock   ${url}\nDocs   ${url}/docs\n${samples}\nCtrl+C stops it.\n`;
}

function writeSamples(url: string, document: Document, { id, path, object }: Operation): string {
  const service = findSigningName(document)!;
  const region = document.servers[0]?.variables?.['region']?.default ?? 'us-east-1';
  const [example] = listExamples(document, object.requestBody).values();
  // Inside the single quotes of a shell.
  const body = JSON.stringify(example?.value ?? {}).replaceAll("'", '\\u0027');
  const client = `${service.charAt(0).toUpperCase()}${service.slice(1)}Client`;
  return `
Try it with the AWS CLI:

  AWS_ENDPOINT_URL_${service.toUpperCase()}=${url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \\
    aws ${service} ${kebabCase(id)} --region ${region}

with curl:

  curl --aws-sigv4 aws:amz:${region}:${service} --user test:test \\
    --header 'Content-Type: application/json' --data '${body}' ${url}${path}

in TypeScript:

  import { ${client}, ${id}Command } from '@aws-sdk/client-${service}';
  const client = new ${client}({ endpoint: '${url}', region: '${region}', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  console.log(await client.send(new ${id}Command(${body})));
`;
}

await runCommand('npm start', {
  help,
  options: mockOptions,
  async run(values) {
    // Read first, so that a mistake in them is reported at once.
    const options = await readMockOptions(values);
    if (!(await bringUpToDate())) return 1;
    const mock = await serveMock(options);
    if (!values.quiet) {
      const { document, operations } = await loadMockContract(values.contract, values.revision);
      const operation = operations.find(({ paginated, method }) => paginated && method === 'post');
      process.stdout.write(`\n${welcome(mock.url, document, operation)}`);
    }
    return 0;
  },
});
