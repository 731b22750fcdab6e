import type { ServiceResponse } from './exchange.ts';
import { OptionError } from './options.ts';
import type { MockControl } from './types.ts';

/** The prefix of the paths that show and change a mock. */
export const controlPrefix = '/_mock/';

type Act = (body: unknown) => unknown;

/** Makes a function that responds to requests to `/_mock/…`, which show and change a running mock. */
export function createControlApi(
  control: MockControl,
): (method: string, path: string, body: Buffer) => ServiceResponse {
  const routes = new Map<string, Act>([
    ['GET state', control.state],
    ['PUT state', (body) => control.setState(body as never)],
    ['POST reset', control.reset],
    ['PUT data', (body) => control.setData(body as never)],
    ['POST faults', (body) => control.addFault(body as never)],
    ['PUT latency', (body) => control.setLatency(body as never)],
    ['GET requests', () => control.requests],
    ['DELETE requests', control.clearRequests],
  ]);
  const names = [...new Set([...routes.keys()].map((route) => route.split(' ')[1]!))];
  return (method, path, body) => {
    const name = path.slice(controlPrefix.length);
    const act = routes.get(`${method} ${name}`);
    if (!names.includes(name)) {
      const paths = names.map((one) => controlPrefix + one).join(', ');
      return respond(404, { message: `There is no ${path}, only ${paths}.` });
    }
    if (!act) {
      const allow = [...routes.keys()].flatMap((route) =>
        route.endsWith(` ${name}`) ? route.split(' ')[0]! : [],
      );
      const message = `${path} allows ${allow.join(' and ')}, not ${method}.`;
      return { ...respond(405, { message }), headers: { allow: allow.join(', ') } };
    }
    try {
      const result = act(method === 'GET' || body.length === 0 ? undefined : parse(body));
      return result === undefined ? { status: 204, body: '' } : respond(200, result);
    } catch (error) {
      return reportError(error);
    }
  };
}

/** Refuses a request to `/_mock/…`. */
export function refuseControl(message: string): ServiceResponse {
  return respond(403, { message });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw new OptionError([], 'must be JSON', {
      message: `The body is not JSON: ${(error as Error).message}`,
    });
  }
}

function reportError(error: unknown): ServiceResponse {
  if (!(error instanceof OptionError)) throw error;
  const { message, place, rule, value, suggestion } = error;
  return respond(400, { message, place, rule, value, suggestion });
}

function respond(status: number, value: unknown): ServiceResponse {
  return { status, body: `${JSON.stringify(value)}\n` };
}
