import { resolve } from '../../contract/document.ts';
import type { Contract } from '../../contract/generated.ts';
import { JsonText } from '../../contract/json-text.ts';
import { members, requestIdHeader, responseSchema } from '../../contract/operations.ts';
import { describeViolation } from '../../contract/violation.ts';
import { count, preview } from '../../contract/words.ts';
import type { Breach, ResponseRule } from '../rule.ts';
import { type Exchange, errorName } from '../sender.ts';
import { isRefusal, pointerToError, readObject } from './cases.ts';

interface Header {
  required?: boolean;
  schema: { $ref?: string };
}

/** Rules about every response, whatever the request was. */
export const responseRules: ResponseRule[] = [
  {
    name: 'response-status',
    statement: "A response has the operation's status for success, or one of an error.",
    pointer: 'responses',
    inspect({ operation, response: { status } }) {
      if (status === operation.status || (status >= 400 && status <= 599)) return undefined;
      return { reason: `the status is ${status}, neither ${operation.status} nor that of an error` };
    },
  },
  {
    name: 'response-content-type',
    statement: 'A body is sent as application/json.',
    pointer: 'responses',
    inspect({ operation, response: { status, headers, body } }, contract) {
      if (body === '' && responseSchema(contract.document, operation, status) === undefined) return undefined;
      const type = headers['content-type'];
      if (/^application\/json\s*(;|$)/i.test(type ?? '')) return undefined;
      return {
        reason: type === undefined ? 'there is no Content-Type' : `Content-Type is ${preview(type)}`,
      };
    },
  },
  {
    name: 'response-body',
    statement: 'A body follows its schema.',
    pointer: 'responses',
    inspect: inspectBody,
  },
  {
    name: 'response-headers',
    statement: 'A response has the headers that the contract declares.',
    pointer: 'responses',
    inspect({ operation, response: { status, headers } }, contract) {
      for (const [name, header] of Object.entries(declaredHeaders(contract, operation, status))) {
        const value = headers[name.toLowerCase()];
        if (value === undefined && header.required) return { reason: `the header ${name} is missing` };
        const schema = header.schema.$ref?.split('/').at(-1);
        if (value !== undefined && !(contract.validators[`validate${schema}`]?.(value) ?? true)) {
          return { reason: `the header ${name} is ${preview(value)}`, pointer: header.schema.$ref };
        }
      }
      return undefined;
    },
  },
  {
    name: 'response-request-id',
    statement: 'A property that repeats a header has the same value.',
    pointer: 'responses',
    inspect({ operation, response }, { document }) {
      if (response.status !== operation.status) return undefined;
      for (const [name, member] of Object.entries(members(document, operation.response))) {
        const header = response.headers[String(member['x-same-as-header'])];
        const value = readObject(response)[name];
        if (member['x-same-as-header'] === undefined || value === undefined || value === header) continue;
        return {
          reason: `${name} is ${preview(value)}, the header ${member['x-same-as-header']} is ${preview(header)}`,
          pointer: `#/components/schemas/${operation.response}/properties/${name}/x-same-as-header`,
        };
      }
      return undefined;
    },
  },
  {
    name: 'error-status',
    statement: 'An error has the status that the contract gives it.',
    pointer: 'responses',
    inspect({ operation, response }) {
      const name = errorName(response);
      const error = operation.errors.find((each) => each.name === name);
      // An inferred status is not certain enough to fail a server for another.
      if (!error || error.statusInferred || error.status === response.status) return undefined;
      return {
        reason: `${name} has the status ${response.status}, not ${error.status}`,
        pointer: pointerToError(name!),
      };
    },
  },
  {
    name: 'error-type',
    statement: 'X-Amzn-Errortype names the error that the contract has for the cause.',
    pointer: 'responses',
    inspect({ expected, response }) {
      const name = errorName(response);
      if (!expected?.length || !isRefusal(response) || name === undefined) return undefined;
      if (expected.some((error) => error.name === name)) return undefined;
      const names = expected.map((error) => error.name).join(' or ');
      return {
        reason: `the error is ${preview(name)}, not ${names}`,
        pointer: pointerToError(expected[0]!.name),
      };
    },
  },
];

/** Creates the rule about request ids, which remembers those of one run. */
export function createUniqueIds(): ResponseRule {
  const seen = new Set<string>();
  return {
    name: 'request-id-unique',
    statement: 'No two responses have the same request id.',
    pointer: `#/components/headers/${requestIdHeader}`,
    inspect({ response: { headers } }) {
      const id = headers[requestIdHeader] ?? '';
      const isNew = id === '' || !seen.has(id);
      seen.add(id);
      return isNew ? undefined : { reason: `the request id ${preview(id)} was in an earlier response` };
    },
  };
}

function declaredHeaders(
  { document }: Contract,
  { object }: Exchange['operation'],
  status: number,
): Record<string, Header> {
  const declared = object.responses[String(status)] ?? object.responses['default'];
  const headers = Object.entries(declared ? (resolve(document, declared).headers ?? {}) : {});
  return Object.fromEntries(
    headers.map(([name, header]) => [name, resolve(document, header) as never as Header]),
  );
}

function inspectBody(
  { operation, response: { status, body, json: value } }: Exchange,
  contract: Contract,
): Breach | undefined {
  const schema = responseSchema(contract.document, operation, status);
  if (schema === undefined) return undefined;
  const pointer = `#/components/schemas/${schema}`;
  if (value === undefined) {
    return { reason: body === '' ? 'the body is empty' : `the body is not JSON: ${preview(body)}`, pointer };
  }
  const validate = contract.validators[`validate${schema}`];
  if (!validate || validate(value)) return undefined;
  const errors = validate.errors!;
  const source = { json: new JsonText(body), path: [] };
  const { message, declared } = describeViolation(contract.document, schema, errors[0]!, value, source);
  const more = errors.length > 1 ? `, and ${count(errors.length - 1, 'more violation')}` : '';
  return { reason: message + more, pointer: declared?.pointer ?? pointer };
}
