/** What every variant calls. */
export interface Subject {
  endpoint: string;
  /** The client's factory in this package. */
  factory: string;
  /** The operation's id, and the name of its method in the client. */
  id: string;
  method: string;
  path: string;
  input: object;
}

/** One way to call the operation. */
export interface Variant {
  name: string;
  /** Loads what it needs and returns the call, which resolves once the answer is parsed. */
  load: (subject: Subject) => Promise<() => Promise<unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: modules whose members are named by the contract
type Module = Record<string, any>;

// A variable, because the types of the built package are there only once it is built.
const builtPackage: string = 'imagebuilder-scan-findings';
const builtForAll: string = new URL('../../dist/generated/client.js', import.meta.url).href;
const settings = { region: 'us-east-1', credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' } };

/** The client of this package, as it is by default. */
export const ownClient: Variant = { name: 'this client', load: (subject) => loadClient(subject) };

/** The ways that the bench compares; the others are measured by the first one. */
export const variants: Variant[] = [
  {
    name: 'fetch().json(), not signed',
    load: async ({ endpoint, path, input }) => {
      const headers = { 'content-type': 'application/json' };
      return async () =>
        (await fetch(endpoint + path, { method: 'POST', headers, body: JSON.stringify(input) })).json();
    },
  },
  {
    name: 'openapi-fetch, not signed',
    load: async ({ endpoint, path, input }) => {
      const { default: createClient } = await import('openapi-fetch');
      const client = createClient<Record<string, Record<'post', object>>>({ baseUrl: endpoint });
      return () => client.POST(path, { body: input } as never);
    },
  },
  { name: 'this client, not signed', load: (subject) => loadClient(subject, { sign: () => ({}) }) },
  ownClient,
  {
    name: 'this client as for browsers',
    load: (subject) => loadClient(subject, {}, builtForAll),
  },
  { name: 'this client with validate', load: (subject) => loadClient(subject, { validate: true }) },
  {
    name: 'AWS SDK',
    load: async ({ endpoint, id, input }) => {
      const sdk: Module = await import('@aws-sdk/client-imagebuilder');
      const client = new sdk['ImagebuilderClient']({ ...settings, endpoint });
      return () => client.send(new sdk[`${id}Command`](input));
    },
  },
];

async function loadClient(
  { endpoint, factory, method, input }: Subject,
  options: object = {},
  from: string = builtPackage,
) {
  const module: Module = await import(from);
  const client = module[factory]({ ...settings, endpoint, ...options });
  return () => client[method](input);
}
