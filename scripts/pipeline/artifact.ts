import type { Document } from '../contract/document.ts';

/** Path inside the output folder, with `/` between folders, to the text of the file. */
export type Files = Map<string, string>;

/** The bundled contract, the one source of every artifact. */
export interface Contract {
  document: Document;
  /** The same document as YAML. */
  yaml: string;
}

/** One row of the pipeline: a generator, and what it makes. */
export interface Artifact {
  /** Names the step while it runs. */
  name: string;
  generate: (contract: Contract) => Files | Promise<Files>;
  /** Path, or path with a placeholder such as `<Shape>`, to what the file is for. */
  contents: Record<string, string>;
}
