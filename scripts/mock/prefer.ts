import {
  type Document,
  type Example,
  type JsonObject,
  type ResponseObject,
  resolve,
} from '../contract/document.ts';
import { jsonBody, type Operation } from '../contract/operations.ts';
import type { Answer } from './answer.ts';
import { answerError } from './errors.ts';
import { Refusal } from './refusal.ts';
import { createIdWriter } from './request-id.ts';

interface Choice {
  status: number;
  name: string;
  answer: (id: string) => Answer;
}

/**
 * Makes the function that gives a client the example which it asks for with Prism's header `Prefer`.
 *
 * @param document the bundled contract
 * @param operation an operation
 * @returns a function from the header's value and the request id to the answer: `code=429` gives the first example of a status,
 *   `example=Minimal` the one of that name; undefined when the header asks for neither. It throws a {@link Refusal}
 *   when the contract has no such example.
 */
export function createPreference(
  document: Document,
  operation: Operation,
): (prefer: string | undefined, id: string) => Answer | undefined {
  const choices = [...successes(document, operation), ...errors(operation)];
  return (prefer, id) => {
    if (prefer === undefined) return undefined;
    const { code, example } = readPreferences(prefer);
    if (code === undefined && example === undefined) return undefined;
    const choice = choices.find(
      ({ status, name }) => (code ?? String(status)) === String(status) && (example ?? name) === name,
    );
    if (choice) return choice.answer(id);
    const known = choices.map(({ status, name }) => `${name} (${status})`).join(', ');
    throw new Refusal(
      'constraint',
      `Prefer is ${JSON.stringify(prefer)} but ${operation.id} has only ${known}.`,
    );
  };
}

function successes(document: Document, operation: Operation): Choice[] {
  const withId = createIdWriter(document, operation);
  const response = resolve<ResponseObject>(document, operation.object.responses[String(operation.status)]!);
  return Object.entries(response.content ? (jsonBody(response).examples ?? {}) : {}).map(
    ([name, example]) => {
      const value = resolve<Example>(document, example).value as JsonObject;
      const { status } = operation;
      return {
        status,
        name,
        answer: (id) => ({ status, headers: {}, body: JSON.stringify(withId(value, id)) }),
      };
    },
  );
}

function errors(operation: Operation): Choice[] {
  return operation.errors.map((error) => ({
    status: error.status,
    name: error.name,
    answer: () => answerError(error),
  }));
}

function readPreferences(prefer: string): { code?: string; example?: string } {
  const pairs = [...prefer.matchAll(/(code|example)\s*=\s*(?:"([^"]*)"|([^\s,;]*))/gi)];
  return Object.fromEntries(pairs.map(([, name, quoted, plain]) => [name!.toLowerCase(), quoted ?? plain!]));
}
