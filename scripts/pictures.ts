import { copyFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type Io, runCommand } from './command.ts';
import { withTemporaryFolder } from './files.ts';
import { startChromium } from './programs/start-chromium.ts';
import { validateCommand } from './validate/command.ts';

const path = (file: string) => fileURLToPath(new URL(`../${file}`, import.meta.url));
const styles: Record<string, string> = {
  1: 'font-weight: bold',
  2: 'color: #8b949e',
  31: 'color: #ff7b72',
  33: 'color: #e3b341',
  36: 'color: #79c0ff',
};

/** Returns what the command prints on a terminal, with its colours. */
async function validatorOutput(): Promise<string> {
  return withTemporaryFolder(async (folder) => {
    const file = `${folder}/page.json`;
    await copyFile(path('.github/pictures/page.json'), file);
    const output = Object.assign(new PassThrough(), { isTTY: true, hasColors: () => true });
    const io = { stdin: process.stdin, stdout: output, stderr: output, env: { FORCE_COLOR: '1' } };
    await runCommand('scan-findings validate', validateCommand, [file], io as unknown as Io);
    output.end();
    const text = (await output.toArray()).join('').replaceAll(`${folder}/`, '');
    return `\u001b[1m$ scan-findings validate page.json\u001b[22m\n${text}`;
  });
}

/** Converts a terminal's escape sequences to HTML; one that ends a style ends the last style. */
function terminalPage(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const style = new RegExp(`${String.fromCharCode(27)}\\[(\\d+)m`, 'g');
  const marked = escaped.replaceAll(style, (_, code: string) =>
    code in styles ? `<span style="${styles[code]}">` : '</span>',
  );
  const frame = 'background: #0d1117; color: #e6edf3; padding: 16px 20px; border-radius: 8px';
  return `<pre style="display: inline-block; margin: 0; font: 14px/1.45 monospace; ${frame}">${marked}</pre>`;
}

async function takePictures(): Promise<undefined> {
  const browser = await startChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(new URL('../generated/docs/index.html', import.meta.url).href);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await page.screenshot({ path: path('.github/pictures/docs.png') });
    await page.setContent(terminalPage((await validatorOutput()).trimEnd()));
    await page
      .locator('pre')
      .screenshot({ path: path('.github/pictures/validate.png'), omitBackground: true });
  } finally {
    await browser.close();
  }
}

const help = `Usage: npm run pictures

Takes the screenshots in the README: the docs, and the output of scan-findings validate.
`;

await runCommand('npm run pictures', { help, options: {}, run: takePictures });
