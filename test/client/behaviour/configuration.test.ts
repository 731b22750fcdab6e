import { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ClientOptions } from '../../../generated/client.ts';
import { credentials, operation } from '../harness.ts';
import { createImageScanFindingsClient, createSignedFetch } from '../platform.ts';

const variables = [
  'AWS_REGION',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_IMAGEBUILDER',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_DEFAULT_REGION',
  'AWS_MAX_ATTEMPTS',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_SDK_UA_APP_ID',
];

beforeEach(() => {
  for (const variable of variables) vi.stubEnv(variable, undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** What a client with these options sends. */
async function sent(options: ClientOptions): Promise<{ url: string; headers: Headers }> {
  let request: { url: string; headers: Headers } | undefined;
  const fetch = async (url: string, { headers }: RequestInit) => {
    request = { url, headers: new Headers(headers) };
    return Response.json({});
  };
  await createImageScanFindingsClient({ ...options, fetch }).listImageScanFindings();
  return request!;
}

describe('the endpoint', () => {
  const regions = ['us-east-1', 'eu-west-1', 'il-central-1', 'us-gov-west-1', 'us-gov-east-1', 'cn-north-1'];
  const others = ['cn-northwest-1', 'eusc-de-east-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1'];
  const both = [false, true];
  const variants = both.flatMap((fips) => both.map((dualStack) => ({ fips, dualStack })));

  /** Undefined when the SDK knows no host for it. */
  function hostOfSdk(region: string, fips: boolean, dualStack: boolean): string | undefined {
    const { config } = new ImagebuilderClient({ region, credentials });
    try {
      return config.endpointProvider({ Region: region, UseFIPS: fips, UseDualStack: dualStack }).url.origin;
    } catch {
      return undefined;
    }
  }

  test.for([...regions, ...others])('in %s is the one of the AWS SDK, or an error', async (region) => {
    let found = 0;
    for (const { fips, dualStack } of variants) {
      const call = sent({ region, credentials, fips, dualStack });
      const url = await call.then(
        ({ url }) => url,
        (error: Error) => error.message,
      );
      if (url.startsWith('https:')) {
        expect(url).toBe(hostOfSdk(region, fips, dualStack) + operation.path);
        found += 1;
      } else expect(url).toMatch(`The contract has no host for the region ${region}`);
    }
    // Every region outside of AWS's secret partitions has at least its plain host.
    expect(found > 0).toBe(!region.includes('-iso'));
  });

  test('with FIPS in GovCloud is the plain host', async () => {
    const { url } = await sent({ region: 'us-gov-west-1', credentials, fips: true });
    expect(new URL(url).host).toBe('imagebuilder.us-gov-west-1.amazonaws.com');
  });

  test.for(['us-east-1.example.com/', 'us-east-1#', 'us east 1', 'us-east-1@evil.example'])(
    'is not made of the region %j, which would lead elsewhere',
    (region) => {
      expect(() => createImageScanFindingsClient({ region, credentials })).toThrow(
        /^The region .* is not a name$/,
      );
    },
  );

  test('is the option before the variable of the service, and that before the variable of all services', async () => {
    const options = { region: 'us-east-1', credentials };
    vi.stubEnv('AWS_ENDPOINT_URL', '');
    expect((await sent(options)).url).toContain('.amazonaws.com/');
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://all.example/base/');
    expect((await sent(options)).url).toBe(`http://all.example/base${operation.path}`);
    vi.stubEnv('AWS_ENDPOINT_URL_IMAGEBUILDER', 'http://own.example');
    expect((await sent(options)).url).toBe(`http://own.example${operation.path}`);
    const endpoint = 'http://option.example:81/';
    expect((await sent({ ...options, endpoint })).url).toBe(`http://option.example:81${operation.path}`);
  });
});

describe('a FIPS pseudo-region', () => {
  test.for(['fips-us-east-1', 'us-east-1-fips'])(
    '%s is the region with FIPS, as in the AWS SDK',
    async (region) => {
      const { config } = new ImagebuilderClient({ region, credentials });
      expect([await config.region(), await config.useFipsEndpoint()]).toEqual(['us-east-1', true]);
      const { url, headers } = await sent({ region, credentials });
      expect(new URL(url).host).toBe('imagebuilder-fips.us-east-1.amazonaws.com');
      expect(headers.get('authorization')).toContain('/us-east-1/imagebuilder/');
    },
  );
});

describe('the option', () => {
  test.for([
    ['timeOut', 'timeout'],
    ['regoin', 'region'],
    ['maxAttemps', 'maxAttempts'],
    ['credential', 'credentials'],
    ['useragentappid', 'userAgentAppId'],
  ])('that does not exist is an error: %s, which suggests %s', ([name, nearest]) => {
    const create = () => createImageScanFindingsClient({ ...{ [name!]: 1 }, credentials });
    expect(create).toThrow(new TypeError(`Unknown option \`${name}\`: did you mean \`${nearest}\`?`));
  });

  test('that does not exist is an error with all options when none is near', () => {
    const create = () => createImageScanFindingsClient({ ...{ agent: 1 }, credentials });
    const options =
      'region, credentials, endpoint, fips, dualStack, sign, fetch, maxAttempts, timeout, maxResponseBytes, ' +
      'onAttempt, userAgentAppId, headers, validate, revision';
    expect(create).toThrow(new TypeError(`Unknown option \`agent\`: the options are ${options}`));
  });

  test('of a call that does not exist is an error', async () => {
    const client = createImageScanFindingsClient({ region: 'us-east-1', credentials });
    await expect(client.listImageScanFindings({}, { timeout: 1 } as object)).rejects.toThrow(
      new TypeError('Unknown option `timeout`: the options are signal, headers'),
    );
  });

  test('of the client alone is unknown to createSignedFetch', () => {
    const create = () => createSignedFetch({ ...{ validate: true }, region: 'us-east-1', credentials });
    expect(create).toThrow(/^Unknown option `validate`/);
  });

  test.for([
    ['maxAttempts', 0],
    ['maxAttempts', Number.NaN],
    ['timeout', -1],
    ['maxResponseBytes', 0],
  ] as const)('%s must not be %d', ([name, value]) => {
    const create = () => createImageScanFindingsClient({ region: 'us-east-1', credentials, [name]: value });
    expect(create).toThrow(new Error(`${name} must be at least 1, not ${value}`));
  });
});

test.for(['localhost:4010', 'ftp://host', '', 'https://user:secret@host', 'https://host?a=b'])(
  'the endpoint must not be %j, and the error does not repeat it',
  (endpoint) => {
    const create = () => createImageScanFindingsClient({ region: 'us-east-1', credentials, endpoint });
    expect(create).toThrow(new Error('endpoint is not a URL like https://host:port/path'));
    if (!endpoint) return;
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
    const createFromEnvironment = () => createImageScanFindingsClient({ region: 'us-east-1', credentials });
    expect(createFromEnvironment).toThrow(
      new Error('AWS_ENDPOINT_URL is not a URL like https://host:port/path'),
    );
  },
);

test('an endpoint and the choice of a host exclude each other', () => {
  const options = { region: 'us-east-1', credentials, endpoint: 'http://host.example' };
  for (const choice of [{ fips: true }, { dualStack: true }]) {
    const create = () => createImageScanFindingsClient({ ...options, ...choice });
    expect(create).toThrow('`endpoint` replaces the host: leave out `fips` and `dualStack`');
  }
});

describe('the environment', () => {
  test('chooses the host', async () => {
    const options = { region: 'us-east-1', credentials };
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', 'true');
    expect(new URL((await sent(options)).url).host).toBe('imagebuilder-fips.us-east-1.amazonaws.com');
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'true');
    expect(new URL((await sent(options)).url).host).toBe('imagebuilder-fips.us-east-1.api.aws');
    expect(new URL((await sent({ ...options, fips: false, dualStack: false })).url).host).toBe(
      'imagebuilder.us-east-1.amazonaws.com',
    );
  });

  test('gives the region and the credentials', async () => {
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENV');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    const { url, headers } = await sent({});
    expect(new URL(url).host).toContain('eu-west-1');
    expect(headers.get('authorization')).toMatch(/Credential=AKIDENV\/\d{8}\/eu-west-1\/imagebuilder\//);
    expect(headers.get('x-amz-security-token')).toBe('token');
  });

  test('gives way to the options', async () => {
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENV');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token');
    const { url, headers } = await sent({ region: 'us-east-2', credentials });
    expect(new URL(url).host).toContain('us-east-2');
    expect(headers.get('authorization')).toContain(`Credential=${credentials.accessKeyId}/`);
    expect(headers.has('x-amz-security-token')).toBe(false);
  });

  test('gives the region by AWS_DEFAULT_REGION when there is no AWS_REGION', async () => {
    vi.stubEnv('AWS_DEFAULT_REGION', 'eu-west-2');
    expect(new URL((await sent({ credentials })).url).host).toContain('eu-west-2');
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    expect(new URL((await sent({ credentials })).url).host).toContain('eu-west-1');
  });

  test.for(['true', 'TRUE', 'True'])('has booleans in any letter case, such as %s', async (value) => {
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', value);
    const { url } = await sent({ region: 'us-east-1', credentials });
    expect(new URL(url).host).toBe('imagebuilder-fips.us-east-1.amazonaws.com');
    vi.stubEnv('AWS_USE_FIPS_ENDPOINT', value.replace(/true/i, 'False'));
    expect(new URL((await sent({ region: 'us-east-1', credentials })).url).host).not.toContain('fips');
  });

  test('with another value for a boolean is an error that names the variable', () => {
    vi.stubEnv('AWS_USE_DUALSTACK_ENDPOINT', 'yes');
    const create = () => createImageScanFindingsClient({ region: 'us-east-1', credentials });
    expect(create).toThrow(new Error('AWS_USE_DUALSTACK_ENDPOINT must be true or false, not yes'));
  });

  test('can ignore the endpoints that it has, but not the one of the options', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://all.example');
    vi.stubEnv('AWS_ENDPOINT_URL_IMAGEBUILDER', 'http://own.example');
    vi.stubEnv('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'True');
    const options = { region: 'us-east-1', credentials };
    expect((await sent(options)).url).toContain('.amazonaws.com/');
    expect((await sent({ ...options, endpoint: 'http://a.example' })).url).toContain('http://a.example/');
  });

  test('gives the number of attempts, after the options', async () => {
    const fetch = vi.fn(async () => new Response('', { status: 503 }));
    const options = { region: 'us-east-1', credentials, fetch };
    vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
    await expect(createImageScanFindingsClient(options).listImageScanFindings()).rejects.toThrow();
    expect(fetch).toHaveBeenCalledTimes(1);
    const client = createImageScanFindingsClient({ ...options, maxAttempts: 2 });
    await expect(client.listImageScanFindings()).rejects.toThrow();
    expect(fetch).toHaveBeenCalledTimes(3);
  });

  test('may be missing altogether, as in a browser', async () => {
    vi.stubGlobal('process', undefined);
    const create = () => createImageScanFindingsClient();
    expect(create).toThrow(/needs a region/);
    vi.unstubAllGlobals();
  });
});

describe('what is missing is one error that says what to set', () => {
  const region = 'a region: set `region` or AWS_REGION';
  const key = 'credentials: set `credentials`, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';

  test.for<[string, ClientOptions, string]>([
    ['everything', {}, `The client needs ${region}, and ${key}`],
    ['the region', { credentials }, `The client needs ${region}`],
    ['the credentials', { region: 'us-east-1' }, `The client needs ${key}`],
  ])('%s', ([, options, message]) => {
    expect(() => createImageScanFindingsClient(options)).toThrow(new Error(message));
  });

  test
    .runIf(process.env['PLATFORM'] === 'node')
    .for([
      'AWS_PROFILE',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    ])('credentials that %s leads to need a provider, which the error names', (name) => {
    vi.stubEnv(name, 'value');
    expect(() => createImageScanFindingsClient({ region: 'us-east-1' })).toThrow(
      new Error(
        `The client needs credentials: for ${name}, set \`credentials: fromNodeProviderChain()\` from @aws-sdk/credential-providers`,
      ),
    );
  });

  test('half a key in the environment is none', () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENV');
    expect(() => createImageScanFindingsClient({ region: 'us-east-1' })).toThrow(key);
  });

  test('a signer needs no credentials', () => {
    expect(() => createImageScanFindingsClient({ region: 'us-east-1', sign: () => ({}) })).not.toThrow();
  });
});
