import type { Json, JsonObject } from '../../contract/document.ts';
import { fullest, smallest, unknownMember, unknownName, withMembers } from '../sample.ts';
import { counted, type Subject, type Trial } from './trial.ts';

/**
 * Makes objects of valid members that try which members a schema requires, allows and knows.
 *
 * @param subject the schema
 * @returns the objects, the smallest one first
 */
export function objectTrials(subject: Subject): Trial[] {
  const { document, schema, thorough } = subject;
  const { required = [] } = schema;
  const least = smallest(document, schema) as JsonObject;
  const missing = required.map((name) => {
    const { [name]: _, ...rest } = least;
    return { what: `the required member \`${name}\` is missing`, value: rest };
  });
  return [
    { what: required.length ? 'only the required members' : 'no member', value: least },
    ...(thorough ? [{ what: 'every member', value: fullest(document, schema) }] : []),
    ...missing,
    ...countTrials(subject, least),
    ...unknownMemberTrials(subject, least),
  ];
}

function countTrials({ document, schema }: Subject, least: JsonObject): Trial[] {
  const bounds = [schema['minProperties'], schema['maxProperties']].filter(
    (bound) => typeof bound === 'number',
  );
  const counts = new Set(
    bounds.flatMap((bound) => [bound - 1, bound, bound + 1]).filter((count) => count >= 0),
  );
  return [...counts].map((count) => {
    const members = Object.entries(withMembers(document, schema, least, count)).slice(0, count);
    const remark = bounds.includes(count) ? 'which is a bound' : 'which is next to a bound';
    return { what: counted(count, 'member', remark), value: Object.fromEntries(members) };
  });
}

function unknownMemberTrials({ document, schema, thorough }: Subject, least: JsonObject): Trial[] {
  const { properties = {}, additionalProperties } = schema;
  const name = unknownName(schema);
  const value = smallest(document, unknownMember(schema));
  const trial = (what: string, member: string, of: Json): Trial => ({
    what,
    value: { ...least, [member]: of },
  });
  const short = [trial('a member that the contract does not know', name, value)];
  if (!thorough) return short;
  const otherCase = Object.keys(properties)
    .map((known) => known.charAt(0).toUpperCase() + known.slice(1))
    .find((known) => !Object.hasOwn(properties, known));
  return [
    ...short,
    trial('an unknown member with a name that many languages use themselves', 'constructor', value),
    ...(otherCase ? [trial('a known member in other letter case', otherCase, value)] : []),
    // In a map, every member has a schema, and a place of its own.
    ...(typeof additionalProperties === 'object'
      ? []
      : [
          trial('an unknown member that is null', name, null),
          trial('an unknown member that is an object', name, {}),
        ]),
  ];
}
