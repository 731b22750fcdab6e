import { parsePointer } from '../../contract/json-pointer.ts';
import { jsonBody, success } from './messages.ts';
import { descend, follow, isObject, keyword, members, type Place, quote } from './places.ts';
import type { Context, Rule } from './redocly.ts';

const scalars = ['string', 'integer', 'number', 'boolean'];

/** The names in `x-filters` are those that the request takes, and each leads to a scalar member of an item. */
export const filtersLeadToScalarMembers: Rule = () => ({
  Operation: {
    leave(operation, context) {
      const filters = operation['x-filters'];
      if (filters === undefined) return;
      const location = context.location.child('x-filters');
      if (!isObject(filters)) {
        context.report({ message: '`x-filters` maps the names of filters to JSON Pointers.', location });
        return;
      }
      const place = { node: operation, location: context.location };
      const names = Object.keys(filters);
      if (!takesNames(context, place, names)) {
        const message = `No list of filters in the request has a member whose \`enum\` is ${quote(names)}.`;
        context.report({ message, location: location.key() });
      }
      const item = pageItem(context, place);
      for (const [name, pointer] of Object.entries(filters)) {
        const type = memberType(context, item, String(pointer));
        if (scalars.includes(String(type))) continue;
        const found = type ? `a member of type ${type}` : 'no member of an item';
        const message = `\`${pointer}\` leads to ${found}; a filter compares a scalar.`;
        context.report({ message, location: location.child(name) });
      }
    },
  },
});

function takesNames(context: Context, operation: Place, names: string[]): boolean {
  const body = jsonBody(context, descend(context, operation, 'requestBody'));
  const properties = body && descend(context, body, 'schema', 'properties');
  return members(properties && follow(context, properties)).some(([, list]) =>
    members(descend(context, list, 'items', 'properties')).some(([, member]) => {
      const values = keyword(context, member, 'enum');
      return Array.isArray(values) && String(values.toSorted()) === String(names.toSorted());
    }),
  );
}

function pageItem(context: Context, operation: Place): Place | undefined {
  const body = jsonBody(context, success(context, operation));
  const paginated = operation.node['x-paginated'];
  const list = isObject(paginated) ? String(paginated.items) : '';
  return body && descend(context, body, 'schema', 'properties', list, 'items');
}

function memberType(context: Context, item: Place | undefined, pointer: string): unknown {
  const path = parsePointer(pointer).flatMap((member) => ['properties', member]);
  const member = item && descend(context, item, ...path);
  return member && keyword(context, member, 'type');
}
