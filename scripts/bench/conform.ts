import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runConformance } from '../conform/index.ts';
import { withTemporaryFolder } from '../files.ts';
import { type ServerProcess, startServer } from '../programs/start-server.ts';
import { ownMock, readProbe } from './mock.ts';
import { median } from './statistics.ts';
import type { Table } from './table.ts';

const path = (file: string) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
const rounds = 12;
const measured = 5;
const region = 'us-east-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const environment = '.tmp/schemathesis';
const version = '4.32.5';

/** Measures `scan-findings conform` against the mock, beside Schemathesis against the same process. */
export async function benchConform(progress: (step: string) => void): Promise<Table[]> {
  const probe = await readProbe();
  const server = await startServer(ownMock, probe);
  try {
    progress('scan-findings conform');
    const [first, warm] = await measureOwn(server);
    progress('Schemathesis');
    const other = await runSchemathesis(server, probe.headers);
    return [
      {
        title: `Testing this mock; warm: the median of the last ${measured} of ${rounds} runs`,
        columns: ['tool', 'cases', 's', 'cases/s', 'failures reported'],
        rows: [
          ['scan-findings conform, first run', ...writeRun(first)],
          ['scan-findings conform, warm', ...writeRun(warm)],
          [`Schemathesis ${version}`, ...writeRun(other)],
        ],
      },
    ];
  } finally {
    await server.stop();
  }
}

interface Measured {
  cases: number;
  seconds: number;
  failures: number;
}

function writeRun({ cases, seconds, failures }: Measured): string[] {
  return [`${cases}`, seconds.toFixed(1), (cases / seconds).toFixed(0), `${failures}`];
}

async function measureOwn({ url }: ServerProcess): Promise<[first: Measured, warm: Measured]> {
  const runs: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    const { cases, rules, duration } = await runConformance(url, { region, credentials });
    const failures = rules.filter(({ status }) => status === 'failed').length;
    runs.push({ cases, seconds: duration / 1000, failures });
  }
  const [first] = runs as [Measured];
  const seconds = median(runs.slice(-measured).map((run) => run.seconds));
  return [first, { ...first, seconds }];
}

async function runSchemathesis({ url }: ServerProcess, headers: Record<string, string>): Promise<Measured> {
  const program = path(`${environment}/bin/schemathesis`);
  if (!existsSync(program)) {
    const install = `python3 -m venv ${environment} && ${environment}/bin/pip install schemathesis==${version}`;
    throw new Error(`Schemathesis is not installed; install it: ${install}`);
  }
  const sent = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const args = ['run', path('generated/openapi.yaml'), '--url', url, '--no-color', '--continue-on-failure'];
  const printed = await withTemporaryFolder(async (cwd) => {
    const child = spawn(program, [...args, ...sent], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    for await (const chunk of child.stdout) text += chunk;
    return text;
  });
  const read = (pattern: RegExp) => Number(pattern.exec(printed)?.[1]);
  const measured = {
    cases: read(/(\d+) generated/),
    seconds: read(/in ([\d.]+)s =+\s*$/),
    failures: read(/=+ (\d+) failures? in/) || 0,
  };
  if (!(measured.cases > 0 && measured.seconds > 0)) throw new Error(`Schemathesis printed:\n${printed}`);
  return measured;
}
