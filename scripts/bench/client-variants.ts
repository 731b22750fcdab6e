/** What every variant calls. */
export interface Subject {
  endpoint: string;
  /** The names of this package's factory, of the operation's method, and of the SDK's command. */
  factory: string;
  method: string;
  command: string;
  path: string;
  input: object;
}

/** One way to call the operation: loads what it needs and returns the call, which resolves with the parsed body. */
type Variant = (subject: Subject) => Promise<() => Promise<unknown>>;

// biome-ignore lint/suspicious/noExplicitAny: modules whose exports are named by the contract
type Module = Record<string, any>;

// Variables, because the types of the built package exist only after a build.
const builtForNode: string = 'imagebuilder-scan-findings';
const builtForWeb: string = new URL('../../dist/generated/client.js', import.meta.url).href;
const settings = { region: 'us-east-1', credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' } };

async function createClient({ endpoint, factory }: Subject, options = {}, from = builtForNode) {
  const module: Module = await import(from);
  return module[factory]({ ...settings, endpoint, ...options });
}

/** The ways that the bench compares. */
export const variants = {
  'fetch().json(), not signed': async ({ endpoint, path, input }) => {
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(input) };
    return async () => (await fetch(endpoint + path, request)).json();
  },
  'openapi-fetch, not signed': async ({ endpoint, path, input }) => {
    const { default: createFetchClient } = await import('openapi-fetch');
    const client = createFetchClient<Record<string, Record<'post', object>>>({ baseUrl: endpoint });
    return () => client.POST(path, { body: input } as never);
  },
  'this client, a method': async (subject) => {
    const client = await createClient(subject);
    return () => client[subject.method](subject.input);
  },
  'this client, client.POST': async (subject) => {
    const client = await createClient(subject);
    return () => client.POST(subject.path, { body: subject.input });
  },
  'this client with validate': async (subject) => {
    const client = await createClient(subject, { validate: true });
    return () => client[subject.method](subject.input);
  },
  'this client as for browsers': async (subject) => {
    const client = await createClient(subject, {}, builtForWeb);
    return () => client[subject.method](subject.input);
  },
  'AWS SDK': async ({ endpoint, command, input }) => {
    const sdk: Module = await import('@aws-sdk/client-imagebuilder');
    const client = new sdk['ImagebuilderClient']({ ...settings, endpoint });
    return () => client.send(new sdk[command](input));
  },
} satisfies Record<string, Variant>;

/** The name of a variant. */
export type VariantName = keyof typeof variants;
