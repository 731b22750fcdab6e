import { parsePointer, type Schema } from '../../contract/document.ts';
import { isObject, mapInner, plainSchema } from '../../contract/schema.ts';
import { unknownKeywords } from '../../vectors/violations.ts';
import { ajv } from '../compile.ts';
import {
  type Cursor,
  componentAt,
  jsonBody,
  type Rule,
  reachableSchemas,
  responses,
  visitOperations,
  visitSchemas,
} from '../cursor.ts';

/** A schema is named like an AWS shape, and its name becomes the name of a type: `CvssScore`. */
export const schemaNamesArePascalCase: Rule = () => ({
  Schema: {
    enter(_schema, { location, report }) {
      const name = componentAt(location);
      if (name === undefined || /^[A-Z][A-Za-z0-9]*$/.test(name)) return;
      report({ message: `The name of the schema \`${name}\` must be in PascalCase.`, location });
    },
  },
});

/**
 * A named schema has a description, and a property has its own one next to its reference.
 *
 * @param options `pattern`: a regular expression that descriptions match
 */
export const everySchemaHasADescription: Rule = ({ pattern }) => {
  const sentence = new RegExp(pattern);
  return visitSchemas(({ node, location }, { report }) => {
    const name = '$ref' in node ? undefined : componentAt(location);
    const [keyword, property] = parsePointer(location.pointer).slice(-2);
    if (!name && keyword !== 'properties') return;
    if (sentence.test(String(node['description'] ?? ''))) return;
    const subject = name ? `The schema \`${name}\`` : `The property \`${property}\``;
    const message = `${subject} needs a description, as a sentence that ends with a full stop.`;
    const place = 'description' in node ? location.child('description') : location;
    report({ message, location: name ? place : location.key() });
  });
};

/**
 * A constraint is declared once, on a named schema, never inline or next to a reference.
 *
 * @param options `keywords`: the keywords that constrain
 */
export const constraintsAreOnNamedSchemas: Rule = ({ keywords }) => {
  return visitSchemas(({ node, location }, { report }) => {
    if (componentAt(location) && !('$ref' in node)) return;
    for (const keyword of keywords.filter((name) => name in node)) {
      const message = `Move \`${keyword}\` to a named schema and refer to that.`;
      report({ message, location: location.child(keyword).key() });
    }
  });
};

/** Schemas use only keywords that every generator supports; others would fail later, while generating. */
export const schemasUseKnownKeywords: Rule = () => ({
  Schema: {
    enter(schema, { location, report }) {
      for (const keyword of unknownKeywords(schema as Schema)) {
        const message = `Nothing can be generated for the keyword \`${keyword}\` yet: put the constraint in the description.`;
        report({ message, location: location.child(keyword).key() });
      }
    },
  },
});

/**
 * An unknown property in a request is a typo, so objects in requests do not allow any. An object that is also part of
 * a response stays open, because the service may add properties to it.
 */
export const requestsAreClosed: Rule = () => {
  const open = new Map<string, Cursor>();
  const received = new Set<string>();
  return {
    ...visitOperations((operation) => {
      for (const schema of reachableSchemas(jsonBody(operation.get('requestBody')))) {
        if (!isClosed(schema)) open.set(schema.location.absolutePointer, schema);
      }
      for (const [, response] of responses(operation)) {
        for (const { location } of reachableSchemas(jsonBody(response)))
          received.add(location.absolutePointer);
      }
    }),
    Root: {
      leave(_, { report }) {
        for (const [pointer, { location }] of open) {
          if (received.has(pointer)) continue;
          const message = `\`${componentAt(location) ?? location.pointer}\` is part of a request: it needs \`additionalProperties: false\`.`;
          report({ message, location });
        }
      },
    },
  };
};

/** A map is closed too: it allows any name. */
function isClosed({ node }: Cursor): boolean {
  const { type, properties, additionalProperties } = node;
  if (type !== 'object' || additionalProperties === false) return true;
  return properties === undefined && isObject(additionalProperties);
}

const closing = ['additionalProperties', 'unevaluatedProperties'];

/** A service adds properties over time, so objects in responses allow unknown ones. */
export const responsesAreOpen: Rule = () =>
  visitOperations((operation, context) => {
    for (const [, response] of responses(operation)) {
      for (const { node, location } of reachableSchemas(jsonBody(response))) {
        const keyword = closing.find((name) => node[name] === false);
        if (!keyword) continue;
        const message = `\`${componentAt(location) ?? location.pointer}\` is part of a response: remove \`${keyword}: false\`.`;
        context.report({ message, location: location.child(keyword) });
      }
    }
  });

/** Every schema compiles in ajv's strict mode. A validator that ignored a broken schema would accept everything. */
export const schemasCompile: Rule = () =>
  visitSchemas((schema, { report }) => {
    const type = schema.keyword('type') as string | undefined;
    const withType = type === undefined ? {} : { type };
    const typeError = compileError(withType);
    // The schemas that a schema contains and refers to are visited separately.
    const own = mapInner(plainSchema(schema.node as Schema, ['$ref']), () => true as unknown as Schema);
    for (const [keyword, value] of Object.entries(own)) {
      // A broken type breaks every keyword that depends on it.
      if (typeError && keyword !== 'type') continue;
      // `required` may only name properties.
      const needed = keyword === 'required' ? { properties: own.properties ?? {} } : {};
      const message = compileError({ ...withType, ...needed, [keyword]: value });
      if (message) report({ message, location: schema.location.child(keyword) });
    }
  });

function compileError(schema: Schema): string | undefined {
  try {
    ajv.compile(schema);
    return undefined;
  } catch (error) {
    // ajv lists every alternative for a broken keyword; the first is enough.
    return (error as Error).message.replace(/^schema is invalid: data\/?/, '').split(', data')[0];
  }
}
