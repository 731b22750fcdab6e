import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../../contract/document.ts';
import type { Operation, OperationError } from '../../contract/operations.ts';
import { errorSchema } from './model.ts';
import { bodyMediaType, dropUnknown, json, type Subject, type Tests } from './subject.ts';

/** Writes the vectors of an operation's successful response. */
export function successTests(subject: Subject, { status, response }: Operation): Tests {
  const success = { code: status, headers: json };
  if (response !== undefined)
    return responseTests(subject, { $ref: `#/components/schemas/${response}` }, success);
  return { valid: [{ documentation: 'no body', code: status, body: '', params: {} }], malformed: [] };
}

/** Writes the vectors of the body of an error, and the forms that a server may give its name. */
export function errorTests(subject: Subject, operation: Operation, error: OperationError): Tests {
  const { name, status: code } = error;
  const named = (value: string) => ({ code, headers: { ...json, 'X-Amzn-Errortype': value } });
  const schema = errorSchema(subject.document, operation, error);
  const { valid, malformed } = responseTests(subject, schema, named(name));
  const empty = { body: '{}', bodyMediaType, params: {}, appliesTo: 'client' };
  const forms = [
    { documentation: 'a name with a suffix', ...named(`${name}:http://internal.example/`), ...empty },
    { documentation: 'a name with a prefix', ...named(`com.example#${name}`), ...empty },
  ];
  return { valid: [...valid, ...forms], malformed };
}

function responseTests({ document, vectorsOf }: Subject, schema: Schema, head: object): Tests {
  const tests: Tests = { valid: [], malformed: [] };
  for (const { description: documentation, document: body, errors } of vectorsOf(schema)) {
    const message = { documentation, ...head, body: JSON.stringify(body), bodyMediaType };
    if (errors) tests.malformed.push({ ...message, violations: errors });
    else {
      const params = dropUnknown(document, schema, body);
      // A server sends no properties that its model lacks, but a client has to ignore them.
      const side = !isDeepStrictEqual(params, body) && { appliesTo: 'client' };
      tests.valid.push({ ...message, params, ...side });
    }
  }
  tests.malformed.push(
    { documentation: 'a body that ends too early', ...head, body: '{' },
    { documentation: 'a web page', ...head, headers: { 'Content-Type': 'text/html' }, body: '<html></html>' },
  );
  return tests;
}
