import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Copy, DockerfileParser, type From } from 'dockerfile-ast';

const run = promisify(execFile);

/** What the last stage of a Dockerfile leaves. */
export interface Image {
  /** The folder of its `WORKDIR`. */
  folder: string;
  user: string | undefined;
  ports: string[];
  entrypoint: string[];
  healthcheck: string[];
  remove(): Promise<void>;
}

/**
 * Does what a Dockerfile says in temporary folders, one per stage, with the Node and the npm of this machine instead of
 * a base image. It knows the instructions that this project uses, and throws at any other. For `npm ci` it links the
 * packages of the context, which came from the same lock file: installing all of them again takes half a minute.
 */
export async function runDockerfile(context: string): Promise<Image> {
  const dockerfile = DockerfileParser.parse(await readFile(join(context, 'Dockerfile'), 'utf8'));
  const allowed = await readAllowed(context);
  const root = await mkdtemp(join(tmpdir(), 'image-'));
  const stages = new Map<string, string>();
  let image: Omit<Image, 'remove'> = empty('');
  let work = '/';
  let env: NodeJS.ProcessEnv = {};
  for (const instruction of dockerfile.getInstructions()) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const json = (): string[] => JSON.parse(/\[.*\]/.exec(instruction.getRawArgumentsContent()!)![0]);
    switch (instruction.getKeyword()) {
      case 'FROM': {
        const stage = (instruction as From).getBuildStage() ?? 'last';
        stages.set(stage, join(root, stage));
        image = empty(join(root, stage));
        work = '/';
        env = { ...process.env };
        break;
      }
      case 'WORKDIR':
        work = words[0]!;
        image.folder = join([...stages.values()].at(-1)!, work);
        await mkdir(image.folder, { recursive: true });
        break;
      case 'ENV':
        env = { ...env, ...Object.fromEntries(words.map((word) => word.split('='))) };
        break;
      case 'COPY': {
        const from = (instruction as Copy)
          .getFlags()
          .find((flag) => flag.getName() === 'from')
          ?.getValue();
        const [to, ...paths] = words.toReversed();
        for (const path of paths) {
          if (!from && !allowed.has(path)) throw new Error(`.dockerignore leaves out ${path}`);
          const source = join(from ? stages.get(from)! : context, path);
          await cp(source, join(image.folder, to === './' ? path.split('/').at(-1)! : to!), {
            recursive: true,
            verbatimSymlinks: true,
          });
        }
        break;
      }
      case 'RUN':
        if (words[0] === 'npm' && words[1] === 'ci')
          await symlink(join(context, 'node_modules'), join(image.folder, 'node_modules'));
        else await run('sh', ['-c', instruction.getArgumentsContent()!], { cwd: image.folder, env });
        break;
      case 'USER':
        image.user = words[0];
        break;
      case 'EXPOSE':
        image.ports = words;
        break;
      case 'HEALTHCHECK':
        image.healthcheck = json();
        break;
      case 'ENTRYPOINT':
        image.entrypoint = json();
        break;
      default:
        throw new Error(`cannot run ${instruction.getKeyword()}`);
    }
  }
  return { ...image, remove: () => rm(root, { recursive: true, force: true }) };
}

const empty = (folder: string) => ({ folder, user: undefined, ports: [], entrypoint: [], healthcheck: [] });

/** Reads a .dockerignore that leaves out everything but what it names. */
async function readAllowed(context: string): Promise<Set<string>> {
  const [all, ...rest] = (await readFile(join(context, '.dockerignore'), 'utf8')).trim().split('\n');
  if (all !== '*' || rest.some((line) => !line.startsWith('!')))
    throw new Error('.dockerignore is not a list');
  return new Set(rest.map((line) => line.slice(1)));
}
