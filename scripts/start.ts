import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runCommand } from './command.ts';
import { type Document, type Example, resolve } from './contract/document.ts';
import { findSigningName, jsonBody, kebabCase, type Operation } from './contract/operations.ts';
import { mockOptions, mockOptionsHelp, serveMock } from './mock/command.ts';
import { loadContract } from './mock/contract.ts';
import { isStale } from './pipeline.ts';

const help = `Usage: npm start -- [options]

Regenerates generated/ if openapi/ has changed, then serves the mock and the docs until it is interrupted.

${mockOptionsHelp}

Examples:
  npm start -- --port 0
  npm start -- --port 0 --count 1000 --latency 50-300
`;

/** A contract that cannot even be bundled counts as stale: generating then reports its problems. */
async function bringUpToDate(): Promise<boolean> {
  if (!(await isStale().catch(() => true))) return true;
  const generate = fileURLToPath(new URL('generate.ts', import.meta.url));
  return spawnSync(process.execPath, [generate], { stdio: 'inherit' }).status === 0;
}

/** Says where the mock and the docs are, with commands that call an operation. */
function welcome(url: string, document: Document, operation: Operation | undefined): string {
  const samples = operation && [
    ...['', 'Try it with the AWS CLI:', '', awsCli(url, document, operation)],
    ...['', 'with curl:', '', curl(url, document, operation)],
    ...['', 'in TypeScript:', '', typeScript(url, document, operation)],
  ];
  return [`Mock   ${url}`, `Docs   ${url}/docs`, ...(samples ?? []), '', 'Ctrl+C stops it.', ''].join('\n');
}

function awsCli(url: string, document: Document, operation: Operation): string {
  const service = findSigningName(document)!;
  return `  AWS_ENDPOINT_URL_${service.toUpperCase()}=${url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \\
    aws ${service} ${kebabCase(operation.id)} --region ${region(document)}`;
}

function curl(url: string, document: Document, operation: Operation): string {
  return `  curl --aws-sigv4 aws:amz:${region(document)}:${findSigningName(document)} --user test:test \\
    --header 'Content-Type: application/json' --data '${exampleBody(document, operation)}' ${url}${operation.path}`;
}

function typeScript(url: string, document: Document, operation: Operation): string {
  const service = findSigningName(document)!;
  const client = `${service.charAt(0).toUpperCase()}${service.slice(1)}Client`;
  const command = `${operation.id}Command`;
  return `  import { ${client}, ${command} } from '@aws-sdk/client-${service}';
  const client = new ${client}({ endpoint: '${url}', region: '${region(document)}', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  console.log(await client.send(new ${command}(${exampleBody(document, operation)})));`;
}

/** As JSON for a shell's single quotes. */
function exampleBody(document: Document, { object }: Operation): string {
  const [first] = Object.values(jsonBody(resolve(document, object.requestBody!)).examples ?? {});
  const { value } = first ? resolve<Example>(document, first) : { value: {} };
  return JSON.stringify(value).replaceAll("'", '\\u0027');
}

function region(document: Document): string {
  return document.servers[0]?.variables?.['region']?.default ?? 'us-east-1';
}

await runCommand('npm start', {
  help,
  options: mockOptions,
  async run(values) {
    if (!(await bringUpToDate())) return 1;
    const mock = await serveMock(values);
    if (!values.quiet) {
      const { document, operations } = await loadContract(values.contract, values.revision);
      const operation = operations.find(({ paginated, method }) => paginated && method === 'post');
      process.stdout.write(`\n${welcome(mock.url, document, operation)}`);
    }
    return 0;
  },
});
