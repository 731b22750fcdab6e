import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);
const temporary = fileURLToPath(new URL('../../.tmp/', import.meta.url));

/**
 * Starts a headless Chromium: the one in the environment variable `CHROMIUM`, or else the one of the package
 * `@sparticuz/chromium`, which brings its libraries and a font along and is unpacked once.
 *
 * @returns the browser; close it when done
 * @throws {Error} when the package has no Chromium for this machine or a library is missing, with what to do about it
 */
export async function startChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--no-zygote', '--disable-background-networking'];
  const own = process.env['CHROMIUM'];
  if (own) return chromium.launch({ executablePath: own, args });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `no Chromium in npm for ${process.platform} ${process.arch}: install one and name its path in CHROMIUM`,
    );
  }
  const folder = await unpack();
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: `${folder}/al2023/lib`,
    FONTCONFIG_FILE: `${folder}/fonts.conf`,
  };
  await checkLibraries(`${folder}/chromium`, env);
  return chromium.launch({ executablePath: `${folder}/chromium`, args, env });
}

async function unpack(): Promise<string> {
  const packageFile = createRequire(import.meta.url)
    .resolve('@sparticuz/chromium')
    .replace(/build\/.*$/, 'package.json');
  const { version } = JSON.parse(await readFile(packageFile, 'utf8'));
  const folder = `${temporary}chromium-${version}`;
  if (existsSync(folder)) return folder;
  await mkdir(temporary, { recursive: true });
  const next = await mkdtemp(`${folder}-`);
  // The package unpacks into the folder for temporary files, with libraries where it believes to be in a Lambda function.
  const script = `const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()`;
  await run(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: temporary,
    env: { ...process.env, TMPDIR: next, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
  });
  await writeFile(
    `${next}/fonts.conf`,
    `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>\n`,
  );
  await rename(next, folder).catch(() => rm(next, { recursive: true }));
  return folder;
}

async function checkLibraries(file: string, env: NodeJS.ProcessEnv): Promise<void> {
  const { stdout } = await run('ldd', [file], { env });
  const missing = [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, library]) => library);
  if (missing.length === 0) return;
  throw new Error(
    `Chromium lacks ${missing.join(', ')}; install what it needs: apt-get install libnss3 libnspr4 libexpat1 libgcc-s1`,
  );
}
