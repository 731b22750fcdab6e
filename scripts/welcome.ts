import type { Document, Example, JsonObject } from './contract/document.ts';
import { resolve } from './contract/document.ts';
import { jsonBody, type Operation } from './contract/operations.ts';
import { kebabCase } from './generators/naming.ts';

/**
 * Says where the mock and the docs are, with commands to try on the first operation of the contract.
 *
 * @param url where the mock serves, such as `http://127.0.0.1:4010`
 * @param document the bundled contract
 * @param operation the operation to try
 * @returns the text, for a terminal of at least 100 columns
 */
export function welcome(url: string, document: Document, operation: Operation): string {
  return [
    `Mock   ${url}`,
    `Docs   ${url}/docs`,
    ...['', 'Try it with the AWS CLI:', '', awsCli(url, document, operation)],
    ...['', 'with curl:', '', curl(url, document, operation)],
    ...['', 'in TypeScript:', '', typeScript(url, document, operation)],
    ...['', 'Ctrl+C stops it.', ''],
  ].join('\n');
}

function awsCli(url: string, document: Document, operation: Operation): string {
  const service = signingName(document);
  return `  AWS_ENDPOINT_URL_${service.toUpperCase()}=${url} AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test \\
    aws ${service} ${kebabCase(operation.id)} --region ${region(document)}`;
}

function curl(url: string, document: Document, operation: Operation): string {
  const { examples = {} } = jsonBody(resolve(document, operation.object.requestBody ?? { content: {} }));
  const [first] = Object.values(examples);
  const body = first ? resolve<Example>(document, first).value : {};
  return `  curl --aws-sigv4 aws:amz:${region(document)}:${signingName(document)} --user test:test \\
    --header 'Content-Type: application/json' --data '${JSON.stringify(body)}' ${url}${operation.path}`;
}

function typeScript(url: string, document: Document, operation: Operation): string {
  const service = signingName(document);
  const client = `${service.charAt(0).toUpperCase()}${service.slice(1)}Client`;
  const command = `${operation.id}Command`;
  return `  import { ${client}, ${command} } from '@aws-sdk/client-${service}';
  const client = new ${client}({ endpoint: '${url}', region: '${region(document)}', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  console.log(await client.send(new ${command}({})));`;
}

function region(document: Document): string {
  return document.servers[0]?.variables?.['region']?.default ?? 'us-east-1';
}

function signingName(document: Document): string {
  const schemes = Object.values(document.components['securitySchemes'] ?? {}) as JsonObject[];
  const sigv4 = schemes.map((scheme) => scheme['x-sigv4'] as JsonObject | undefined).find(Boolean);
  if (typeof sigv4?.['name'] !== 'string')
    throw new Error('no security scheme of the contract has x-sigv4.name');
  return sigv4['name'];
}
