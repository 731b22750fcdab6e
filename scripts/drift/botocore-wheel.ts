import { createHash } from 'node:crypto';

/** A release of botocore on a package index. */
export interface Release {
  version: string;
  /** The day of its release. */
  date: string;
  url: string;
  sha256: string;
}

interface IndexFile {
  filename: string;
  url: string;
  hashes: { sha256?: string };
  'upload-time'?: string;
  yanked?: boolean | string;
}

/** The package index to ask when neither an option nor pip's own variable names another. */
export const defaultIndex = 'https://pypi.org/simple';

const json = 'application/vnd.pypi.simple.v1+json';
const wheelName = /^botocore-(\d+\.\d+\.\d+)-py3-none-any\.whl$/;

/** Lists the wheels of botocore on an index that speaks the simple API as JSON (PEP 691), oldest first. */
export async function listReleases(index: string): Promise<Release[]> {
  const url = new URL(`${index.replace(/\/$/, '')}/botocore/`);
  const response = await request(url, { accept: json });
  const body = (await response.json().catch(() => undefined)) as { files?: IndexFile[] } | undefined;
  if (!body?.files)
    throw new Error(`${withoutSecrets(url)} does not return JSON (the simple API of PEP 691)`);
  const releases = body.files.filter(({ yanked }) => !yanked).flatMap((file) => readRelease(file, url));
  if (releases.length === 0) throw new Error(`${withoutSecrets(url)} lists no wheel of botocore`);
  return releases.toSorted((a, b) => compareVersions(a.version, b.version));
}

function readRelease({ filename, url, hashes, 'upload-time': time }: IndexFile, base: URL): Release[] {
  const version = wheelName.exec(filename)?.[1];
  if (!version || !hashes.sha256) return [];
  const date = (time ?? new Date().toISOString()).slice(0, 10);
  return [{ version, date, url: new URL(url, base).href, sha256: hashes.sha256 }];
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  return left[0]! - right[0]! || left[1]! - right[1]! || left[2]! - right[2]!;
}

/** Downloads a wheel and compares it with the hash that the index states. */
export async function downloadWheel({ url, version, sha256 }: Release): Promise<Uint8Array> {
  const response = await request(new URL(url), {});
  const bytes = new Uint8Array(await response.arrayBuffer());
  const actual = createHash('sha256').update(bytes).digest('hex');
  if (actual !== sha256)
    throw new Error(`the wheel of botocore ${version} has SHA-256 ${actual}, the index says ${sha256}`);
  return bytes;
}

/** `fetch` takes no credentials in a URL, so they move into a header. */
async function request(url: URL, headers: Record<string, string>): Promise<Response> {
  const address = withoutSecrets(url);
  if (url.username) {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    headers['authorization'] = `Basic ${Buffer.from(credentials).toString('base64')}`;
  }
  const response = await fetch(address, { headers, signal: AbortSignal.timeout(120_000) }).catch(
    (error: Error) => {
      const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException;
      throw new Error(
        `cannot reach ${address} (${code ?? message}); without network, compare a file with --model FILE`,
      );
    },
  );
  if (!response.ok) throw new Error(`${address} responded with status ${response.status}`);
  return response;
}

function withoutSecrets(url: URL): string {
  const clean = new URL(url);
  clean.username = '';
  clean.password = '';
  return clean.href;
}
