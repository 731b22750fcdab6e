import { parsePointer } from '../../contract/document.ts';
import { methods } from '../../contract/operations.ts';
import { isObject } from '../../contract/schema.ts';
import {
  Cursor,
  componentAt,
  jsonBody,
  type Location,
  quote,
  type Rule,
  success,
  visitOperations,
} from '../cursor.ts';

/**
 * The id, the path and the file of an operation have the same name: that of AWS's action. Exceptions: a path with
 * parameters, which names a resource, and the file of a path that has several operations.
 */
export const anOperationIsNamedLikeItsPathAndFile: Rule = () => ({
  PathItem: {
    enter(item, context) {
      const path = String(context.key).replace(/^\//, '');
      const file = componentAt(context.location) ?? path;
      const operations = new Cursor(context, item).entries().filter(([name]) => methods.includes(name));
      for (const [, { node, location }] of operations) {
        const id = node['operationId'];
        const likePath = id === path || path.includes('{');
        const likeFile = id === file || operations.length > 1;
        if (id === undefined || (likePath && likeFile)) continue;
        const message = `The operation \`${id}\`, its path \`${context.key}\` and its file \`${file}\` must have the same name.`;
        context.report({ message, location: location.child('operationId') });
      }
    },
  },
});

/**
 * All operations have their keys in the same order, and no other keys.
 *
 * @param options `order`: the keys
 */
export const anOperationKeepsItsKeyOrder: Rule = ({ order }) => ({
  Operation: {
    enter(operation, { location, report }) {
      let last = -1;
      for (const key of Object.keys(operation)) {
        const index = order.indexOf(key);
        if (index < last) {
          const message = `\`${key}\` is out of place: the order is ${order.join(', ')}.`;
          report({ message, location: location.child(key).key() });
          return;
        }
        last = index === -1 ? order.length : index;
      }
    },
  },
});

/**
 * An extension that no generator knows is a typo.
 *
 * @param options `names`: the known extensions
 */
export const onlyKnownExtensions: Rule = ({ names }) => {
  const unknown = (node: unknown, location: Location) =>
    Object.keys(isObject(node) ? node : {})
      .filter((name) => name.startsWith('x-') && !names.includes(name))
      .map((name) => ({
        message: `\`${name}\` is not a known extension; those are ${quote(names)}.`,
        location: location.child(name).key(),
      }));
  return {
    any: {
      enter(node, { location, type, report }) {
        // Names of headers may begin with `x-`.
        if (type.name !== 'HeadersMap') unknown(node, location).forEach(report);
      },
    },
    ref: {
      enter(reference, { rawLocation, report }) {
        unknown(reference, rawLocation).forEach(report);
      },
    },
  };
};

const terms = {
  inputToken: { side: 'request', type: 'string' },
  outputToken: { side: 'response', type: 'string' },
  items: { side: 'response', type: 'array' },
  pageSize: { side: 'request', type: 'integer' },
};

const needed = Object.keys(terms).filter((term) => term !== 'pageSize');

/** `x-paginated` names properties of the request and the response that have the types needed for paging. */
export const paginationNamesExistingProperties: Rule = () =>
  visitOperations((operation, context) => {
    const paginated = operation.node['x-paginated'];
    if (paginated === undefined) return;
    const location = context.location.child('x-paginated');
    if (!isObject(paginated) || !hasTerms(Object.keys(paginated))) {
      const message = `\`x-paginated\` must have ${quote(needed)}, and \`pageSize\` if a request can set it.`;
      context.report({ message, location });
      return;
    }
    for (const [term, { side, type }] of Object.entries(terms).filter(([term]) => term in paginated)) {
      const name = String(paginated[term]);
      const found = findProperty(operation, side, name)?.keyword('type');
      if (found === type) continue;
      const message = `\`${name}\` must be a property of the ${side} with the type ${type}; ${found ? `its type is ${found}` : 'there is none'}.`;
      context.report({ message, location: location.child(term) });
    }
  });

function hasTerms(names: string[]): boolean {
  return names.every((name) => name in terms) && needed.every((name) => names.includes(name));
}

function findProperty(operation: Cursor, side: string, name: string): Cursor | undefined {
  const message = side === 'request' ? operation.get('requestBody') : success(operation);
  const property = jsonBody(message)?.get('schema', 'properties', name);
  return property ?? (side === 'request' ? findParameter(operation, name)?.get('schema') : undefined);
}

function findParameter(operation: Cursor, name: string): Cursor | undefined {
  const { parameters = [] } = operation.node as { parameters?: unknown[] };
  return parameters
    .map((_, index) => operation.child('parameters', index)?.follow())
    .find((parameter) => parameter?.node['name'] === name);
}

const scalars = ['string', 'integer', 'number', 'boolean'];

/** The names in `x-filters` are the ones that the request accepts, and each points to a scalar in an item. */
export const filtersPointToScalars: Rule = () =>
  visitOperations((operation, context) => {
    const filters = operation.node['x-filters'];
    if (filters === undefined) return;
    const location = context.location.child('x-filters');
    if (!isObject(filters)) {
      context.report({ message: '`x-filters` must map names of filters to JSON Pointers.', location });
      return;
    }
    const names = Object.keys(filters);
    if (!takesNames(operation, names)) {
      const message = `No list of filters in the request has a property whose \`enum\` is ${quote(names)}.`;
      context.report({ message, location: location.key() });
    }
    const item = pageItem(operation);
    // Without items in `x-paginated` no pointer can be right, and another rule reports that.
    if (!item && 'x-paginated' in operation.node) return;
    for (const [name, pointer] of Object.entries(filters)) {
      const path = parsePointer(String(pointer)).flatMap((property) => ['properties', property]);
      const type = item?.get(...path)?.keyword('type');
      if (scalars.includes(String(type))) continue;
      const found = type ? `a property of type ${type}` : 'no property of an item';
      const message = `\`${pointer}\` points to ${found}; a filter compares a scalar.`;
      context.report({ message, location: location.child(name) });
    }
  });

function takesNames(operation: Cursor, names: string[]): boolean {
  const properties = jsonBody(operation.get('requestBody'))?.get('schema', 'properties')?.follow();
  return (properties?.entries() ?? []).some(([, list]) =>
    (list.get('items', 'properties')?.entries() ?? []).some(([, property]) => {
      const values = property.keyword('enum');
      return Array.isArray(values) && String(values.toSorted()) === String(names.toSorted());
    }),
  );
}

function pageItem(operation: Cursor): Cursor | undefined {
  const paginated = operation.node['x-paginated'];
  const list = isObject(paginated) ? String(paginated['items']) : '';
  return jsonBody(success(operation))?.get('schema', 'properties', list, 'items');
}
