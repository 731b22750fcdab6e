import type { Operation } from '../contract/operations.ts';
import { CannotValidate } from './cannot-validate.ts';
import { type Entry, matchOperation } from './har.ts';
import { JsonText, placeInString } from './json-text.ts';
import { createJudge, describeSyntax, describeUnreadable, type Source, type Within } from './judge.ts';
import { judgeValue } from './judge-value.ts';
import { responseShape, type Shapes } from './shapes.ts';
import type { Recorder } from './tally.ts';

/** What a recording held. */
export interface Recording {
  /** The shapes of the bodies that were judged. */
  shapes: string[];
  /** How many exchanges called an operation of the contract, of how many. */
  matched: number;
  entries: number;
}

interface Body {
  shape: string;
  /** What the body is called in a message. */
  subject: string;
  /** The way to the string that holds it. */
  path: string[];
  text: string | undefined;
  base64: boolean;
}

/**
 * Judges the bodies of a HAR recording's exchanges with operations of the contract.
 *
 * @param shapes the contract's shapes
 * @param entries the recording's entries
 * @param json the recording's text
 * @param strict unknown members of open shapes are faults too
 * @param recorder records a verdict per body
 * @returns what the recording held
 * @throws {CannotValidate} when no exchange calls an operation of the contract
 */
export function judgeRecording(
  shapes: Shapes,
  entries: Entry[],
  json: JsonText,
  strict: boolean,
  recorder: Recorder,
): Recording {
  const bodies = entries.map((entry, index) => {
    const operation = matchOperation(shapes.document, shapes.operations, entry.request);
    return operation ? listBodies(shapes, operation, entry, index) : undefined;
  });
  const matched = bodies.filter((each) => each !== undefined);
  if (matched.length === 0) {
    const paths = shapes.operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    throw new CannotValidate(`the recording has no exchange that the contract knows (${paths.join(', ')})`);
  }
  for (const body of matched.flat()) judgeBody(shapes, body, json, strict, recorder);
  const names = [...new Set(matched.flat().map(({ shape }) => shape))];
  return { shapes: names, matched: matched.length, entries: entries.length };
}

function listBodies(shapes: Shapes, operation: Operation, entry: Entry, index: number): Body[] {
  const { request, response } = entry;
  const at = ['log', 'entries', String(index)];
  const of = `of ${operation.id} (entry ${index + 1})`;
  const shape = responseShape(shapes.document, operation, response.status);
  const bodies: Body[] = [];
  if (operation.request)
    bodies.push({
      shape: operation.request,
      subject: `request ${of}`,
      path: [...at, 'request', 'postData', 'text'],
      text: request.postData?.text,
      base64: false,
    });
  // Status 0 is how browsers record an exchange that was broken off: there is no response to judge.
  if (shape && response.status > 0)
    bodies.push({
      shape,
      subject: `response ${response.status} ${of}`,
      path: [...at, 'response', 'content', 'text'],
      text: response.content?.text,
      base64: response.content?.encoding === 'base64',
    });
  return bodies;
}

function judgeBody(shapes: Shapes, body: Body, json: JsonText, strict: boolean, recorder: Recorder): void {
  const { subject } = body;
  if (body.text === undefined) {
    const { start } = json.locate(body.path.slice(0, 3))!;
    recorder.unreadable(() =>
      describeUnreadable({ json, path: [], subject }, start, 'the recording holds no body'),
    );
    return;
  }
  const within = findWithin(json, body, body.text);
  const source: Source = { json, within, path: [], subject };
  let value: unknown;
  try {
    value = JSON.parse(within.json.text);
  } catch {
    recorder.unreadable(() => describeSyntax(source));
    return;
  }
  judgeValue(shapes, createJudge(shapes, body.shape, strict), value, source, recorder);
}

function findWithin(json: JsonText, { path, base64 }: Body, content: string): Within {
  const literal = json.locate(path)!;
  return {
    pointer: path.map((segment) => `/${segment}`).join(''),
    json: new JsonText(base64 ? Buffer.from(content, 'base64').toString('utf8') : content),
    place: base64 ? () => literal.start : (offset) => placeInString(json.text, literal, offset),
  };
}
