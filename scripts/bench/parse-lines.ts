/** Parses every line of the file that it is given, and keeps nothing: the least that a reader of NDJSON does. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

for await (const line of createInterface({
  input: createReadStream(process.argv[2]!),
  crlfDelay: Number.POSITIVE_INFINITY,
}))
  JSON.parse(line);
