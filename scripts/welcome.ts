import { type Document, type Example, resolve } from './contract/document.ts';
import { findSigningName, jsonBody, type Operation } from './contract/operations.ts';
import { kebabCase } from './generators/naming.ts';

/**
 * Says where the mock and the docs are, with commands to try.
 *
 * @param url where the mock serves, such as `http://127.0.0.1:4010`
 * @param document the bundled contract
 * @param operation the operation to try: one that takes its input as the body of a POST, none of it required;
 *   undefined when the contract has none
 * @returns the text, for a terminal of at least 100 columns
 */
export function welcome(url: string, document: Document, operation: Operation | undefined): string {
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

/** As JSON that may stand between single quotation marks. */
function exampleBody(document: Document, { object }: Operation): string {
  const [first] = Object.values(jsonBody(resolve(document, object.requestBody!)).examples ?? {});
  const { value } = first ? resolve<Example>(document, first) : { value: {} };
  return JSON.stringify(value).replaceAll("'", '\\u0027');
}

function region(document: Document): string {
  return document.servers[0]?.variables?.['region']?.default ?? 'us-east-1';
}
