import { type Example, resolve } from '../contract/document.ts';
import { jsonBody } from '../contract/operations.ts';
import type { Shapes } from './shapes.ts';

/**
 * Writes the help of the command. Its examples are made of the contract's and run one after the other.
 *
 * @param shapes the contract's shapes
 * @param formats the formats that there are
 * @returns the text
 */
export function writeHelp({ document, operations, names }: Shapes, formats: string[]): string {
  const { request, object } = operations.find(
    (operation) => operation.request && operation.object.requestBody,
  )!;
  const examples = jsonBody(resolve(document, object.requestBody!)).examples ?? {};
  const bodies = Object.values(examples).map((example) =>
    JSON.stringify(resolve<Example>(document, example).value),
  );
  const [body, other] = [...new Set(bodies)].sort((one, another) => one.length - another.length).slice(-2);
  const quote = (json: string | undefined) => `'${json}'`;
  return `Usage: scan-findings validate [options] [FILES...]

Holds JSON files against the contract. A file is a JSON document, an array of documents, NDJSON or a HAR recording.
FILES are paths or quoted glob patterns; - or a pipe is standard input.

  --as SHAPE       the shape that the values follow; without it, it is worked out from their members
  --strict         an unknown member is a fault in responses too
  --format FORMAT  ${formats.join(', ')}; default ${formats[0]}
  --max-faults N   the most faults to tell of each file, default 100; all of them are counted
  -h, --help       show this

Exit status: 0 all valid, 1 some invalid, 2 something could not be judged: no such file, not JSON, unknown shape.

Examples:
  echo ${quote(body)} | scan-findings validate
  echo ${quote(body)} > request.json
  scan-findings validate --as ${request} request.json
  echo ${quote(other)} >> request.ndjson
  scan-findings validate --strict --format json '*.ndjson' request.json

Shapes: ${names.join(', ').replaceAll(/(.{1,100})(?:, |$)/g, '\n  $1')}
`;
}
