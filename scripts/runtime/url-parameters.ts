import { refusal, type ServiceError } from './errors.js';
import type { Operation, Properties, UrlParameters } from './service.js';

/** For contracts whose operations have parameters in the path or the query; others do without this code. */
export const urlParameters: UrlParameters = {
  locate(operation, input) {
    const { parameters = {}, request } = operation;
    const pick = (place?: 'path' | 'query') => {
      const placeOf = (name: string) => (Object.hasOwn(parameters, name) ? parameters[name]!.in : undefined);
      return Object.fromEntries(Object.entries(input).filter(([name]) => placeOf(name) === place));
    };
    const params = { path: pick('path'), query: pick('query') };
    if (request) return { params, body: pick() };
    for (const [name, value] of Object.entries(pick())) {
      if (value !== undefined) throw invalid(operation, name, 'must be absent');
    }
    return { params };
  },

  pathSerializer: (operation) => (template, values) =>
    template.replace(/\{(.+?)\}/g, (_, name: string) => writeSegment(operation, name, values)),

  matches(template, path) {
    const literal = template.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
    return new RegExp(`^${literal.replace(/\{.+?\}/g, '[^/]+')}$`).test(path);
  },

  encode: (url) => url.replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`),
};

/** Without a value there would be another path, and dots are removed from a path on its way. */
function writeSegment(operation: Operation, name: string, values: Properties): string {
  const text = encodeURIComponent(String(values[name] ?? ''));
  if (!/^\.{0,2}$/.test(text)) return text;
  throw invalid(operation, name, `must have a value that can be part of a path, not "${text}"`);
}

function invalid(operation: Operation, name: string, message: string): ServiceError {
  return refusal(operation, { violations: [{ instancePath: `/${name}`, message }] });
}
