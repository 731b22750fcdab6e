import { parsePointer } from '../../contract/json-pointer.ts';
import { isObject } from '../../contract/schema.ts';
import { Cursor, jsonBody, quote, type Rule, success } from '../cursor.ts';

const scalars = ['string', 'integer', 'number', 'boolean'];

/** The names in `x-filters` are those that the request takes, and each points to a scalar in an item. */
export const filtersPointToScalars: Rule = () => ({
  Operation: {
    leave(node, context) {
      const filters = node['x-filters'];
      if (filters === undefined) return;
      const location = context.location.child('x-filters');
      if (!isObject(filters)) {
        context.report({ message: '`x-filters` must map names of filters to JSON Pointers.', location });
        return;
      }
      const operation = new Cursor(context, node);
      const names = Object.keys(filters);
      if (!takesNames(operation, names)) {
        const message = `No list of filters in the request has a property whose \`enum\` is ${quote(names)}.`;
        context.report({ message, location: location.key() });
      }
      const item = pageItem(operation);
      // Without items in `x-paginated` no pointer can be right, and another rule reports that.
      if (!item && 'x-paginated' in node) return;
      for (const [name, pointer] of Object.entries(filters)) {
        const path = parsePointer(String(pointer)).flatMap((property) => ['properties', property]);
        const type = item?.get(...path)?.keyword('type');
        if (scalars.includes(String(type))) continue;
        const found = type ? `a property of type ${type}` : 'no property of an item';
        const message = `\`${pointer}\` points to ${found}; a filter compares a scalar.`;
        context.report({ message, location: location.child(name) });
      }
    },
  },
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
