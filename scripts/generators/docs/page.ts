import { readFile } from 'node:fs/promises';
import hljs from 'highlight.js/lib/common';
import { marked } from 'marked';
import type { CodeSample, Example } from '../../contract/document.ts';
import type { Files } from '../../files.ts';
import type { Bundle } from '../../redocly/bundle.ts';
import { renderMarkdown } from './markdown.ts';
import type { Property } from './properties.ts';
import {
  describeError,
  type ErrorChapter,
  type ExamplePair,
  listDownloads,
  type OperationReference,
  type Reference,
  readReference,
} from './reference.ts';

const read = (name: string) => readFile(new URL(name, import.meta.url), 'utf8');

/** Generates the docs: as a page that needs no network, and as Markdown. */
export async function generateDocs(bundle: Bundle): Promise<Files> {
  const reference = readReference(bundle);
  return new Map([
    ['docs/index.html', renderPage(reference, await read('page.css'), await read('page.js'))],
    ['docs/index.md', renderMarkdown(reference)],
  ]);
}

/** Writes the docs as one HTML page, which loads nothing and works without JavaScript. */
function renderPage(reference: Reference, style: string, script: string): string {
  const { title, version, summary, introduction, guide, operations, chapters } = reference;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${escapeHtml(summary)}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>
${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header>
<a class="home" href="#introduction">${escapeHtml(title)}</a>
<search>
<input id="search" type="search" placeholder="Search" role="combobox" aria-label="Search" aria-controls="results" aria-expanded="false" autocomplete="off">
<ul id="results" role="listbox" aria-label="Results" hidden></ul>
</search>
<a class="markdown" href="../docs/index.md">Markdown</a>
<button id="menu" type="button" aria-controls="navigation" aria-expanded="false">Menu</button>
</header>
<nav id="navigation" aria-label="Contents">
${renderNavigation(reference)}
</nav>
<main id="content">
<section id="introduction">
<h1>${escapeHtml(title)}</h1>
<p class="quiet">API version ${escapeHtml(version)}</p>
${markdown(introduction)}
</section>
${operations.map(renderOperation).join('\n')}
${guide.map(({ heading, text }) => renderSection(heading, markdown(text))).join('\n')}
${chapters.map(renderErrors).join('\n')}
${renderSection('Downloads', renderDownloads(reference))}
</main>
<script>
${script}</script>
</body>
</html>
`;
}

function renderNavigation({ operations, guide, chapters }: Reference): string {
  const link = (id: string, text: string) => `<li><a href="#${id}">${escapeHtml(text)}</a>`;
  const inOperation = ({ id, summary, request }: OperationReference) =>
    `${link(id, summary)}<ul>${request ? link(`${id}-request`, 'Request') : ''}${link(`${id}-response`, 'Response')}${link(`${id}-errors`, 'Errors')}</ul>`;
  const list = (heading: string, items: string[]) => `<h2>${heading}</h2><ul>${items.join('')}</ul>`;
  const headings = [...guide.map(({ heading }) => heading), 'Downloads'];
  return [
    list('Operations', operations.map(inOperation)),
    list(
      'Guide',
      headings.map((heading) => link(slug(heading), heading)),
    ),
    ...chapters.map(({ heading, errors }) => {
      const links = errors.map(({ name }) => link(name, name));
      return list(heading, links);
    }),
  ].join('\n');
}

function renderOperation(operation: OperationReference): string {
  const { id, summary, description, method, path, seeAlso, request, response, headers } = operation;
  return `<section class="operation" id="${id}" ${searchable(id, summary)}>
<h2>${escapeHtml(summary)}</h2>
<p><span class="method">${method}</span> <code>${escapeHtml(path)}</code></p>
<div class="columns">
<div>
<div class="prose">${markdown(description)}</div>
${markdown(seeAlso)}
</div>
<div class="samples">
${operation.samples.length > 0 ? `<h3>Code samples</h3>${renderSamples(id, operation.samples)}` : ''}
${operation.examples.length > 0 ? `<h3>Examples</h3>${operation.examples.map((pair, index) => renderExample(operation, pair, index)).join('\n')}` : ''}
</div>
<div>
${request ? `<h3 id="${id}-request">Request</h3>${markdown(request.description)}${renderProperties(request.properties)}` : ''}
<h3 id="${id}-response">Response</h3>
<p>${inline(response.description)}</p>
${renderProperties(response.properties)}
${headers.length > 0 ? `<h4>Headers</h4>${renderProperties(headers)}` : ''}
<h3 id="${id}-errors">Errors</h3>
${renderErrorTable(operation)}
</div>
</div>
</section>`;
}

function renderProperties(properties: Property[]): string {
  return properties.map(renderProperty).join('\n');
}

function renderProperty(property: Property): string {
  const { id, path, depth, type, required, constraints, description, notes, examples } = property;
  const name = path.slice(path.lastIndexOf('.', path.length - 3) + 1);
  const facts = [escapeHtml(type), required && '<b>required</b>', ...constraints.map(inline)].filter(Boolean);
  const shown = examples.map((example) => `<code>${escapeHtml(JSON.stringify(example))}</code>`).join(', ');
  return `<div class="property" id="${id}" style="--depth: ${depth}" ${searchable(path, type)}>
<p class="signature quiet"><a href="#${id}">${escapeHtml(name)}</a> ${facts.join(' · ')}</p>
<div class="prose">${markdown(description)}</div>
${notes.map((note) => `<p>${inline(note)}</p>`).join('')}${shown && `<p class="quiet">Example: ${shown}</p>`}
</div>`;
}

function renderErrorTable({ errors }: OperationReference): string {
  const rows = errors.map(
    ({ name, status, retryable, common }) =>
      `<tr><td>${status}<td><a href="#${name}">${name}</a>${common ? ' <small>common</small>' : ''}<td>${retryable ? 'yes' : 'no'}`,
  );
  return `<table><thead><tr><th>Status<th>Error<th>Retry<tbody>${rows.join('\n')}</table>`;
}

/** The tabs are radio buttons, which work without JavaScript. */
function renderSamples(id: string, samples: CodeSample[]): string {
  const tabs = samples.map(({ label, lang, source }, index) => {
    const tab = `${id}-sample-${index}`;
    return `<input type="radio" name="${id}-sample" id="${tab}"${index === 0 ? ' checked' : ''}>
<label for="${tab}">${escapeHtml(label)}</label>
<div class="panel">${renderCode(label, source, lang)}</div>`;
  });
  return `<div class="tabs" role="group" aria-label="Code samples">${tabs.join('\n')}</div>`;
}

function renderExample({ id, status }: OperationReference, pair: ExamplePair, index: number): string {
  const { name, request, response } = pair;
  const part = (label: string, example?: Example) =>
    example ? `<p>${inline(example.description ?? '')}</p>${renderJson(label, example.value)}` : '';
  const summary = request?.summary ?? response?.summary ?? name;
  return `<details name="${id}-example" id="${id}-example-${name}"${index === 0 ? ' open' : ''}>
<summary>${inline(summary.replace(/\.$/, ''))}</summary>
${part('Request body', request)}
${part(`Response body, status ${status}`, response)}
</details>`;
}

function renderErrors({ heading, text, errors }: ErrorChapter): string {
  const sections = errors.map((error) => {
    const { name, description, operations } = error;
    const by = operations.map((id) => `<a href="#${id}">${id}</a>`).join(', ');
    return `<div class="error" id="${name}" ${searchable(name, `status ${error.status}`)}>
<h3>${name}</h3>
<p class="signature quiet">${describeError(error)}</p>
<div class="prose">${markdown(description)}</div>
${by && `<p>Returned by ${by}.</p>`}
${renderJson('Response body', { message: error.message })}
</div>`;
  });
  return renderSection(heading, `<p>${text}</p>${sections.join('\n')}`);
}

function renderDownloads(reference: Reference): string {
  const { documents, schemas } = listDownloads(reference);
  const [contract, ...others] = documents;
  const embedded = `data:application/yaml;base64,${Buffer.from(reference.yaml).toString('base64')}`;
  const link = (path: string, text: string) => `<a href="../${path}" download>${text}</a>`;
  const rows = schemas.map(
    ({ name, schema, vectors }) =>
      `<tr><td><code>${name}</code><td>${link(schema, 'schema')}<td>${link(vectors, 'vectors')}`,
  );
  const files = others.map(({ path, text }) => `<li class="beside">${link(path, path)}: ${text}`);
  return `<ul><li><a href="${embedded}" download="${contract!.path}">${contract!.path}</a>: ${contract!.text}${files.join('')}</ul>
<p class="saved">The other files are in <code>generated/</code> of the npm package, next to the original of this page.</p>
<div class="beside">
<p>Each schema of the contract is also a stand-alone JSON Schema, and has test vectors: documents with the result that a validator must return.</p>
<table><thead><tr><th>Name<th>JSON Schema<th>Test vectors<tbody>${rows.join('\n')}</table>
</div>`;
}

function renderSection(heading: string, content: string): string {
  return `<section id="${slug(heading)}" ${searchable(heading, 'guide')}>
<h2>${escapeHtml(heading)}</h2>
<div class="prose">${content}</div>
</section>`;
}

function renderJson(label: string, value: unknown): string {
  return renderCode(label, JSON.stringify(value, null, 2), 'json');
}

function renderCode(label: string, code: string, lang: string): string {
  const language = lang.toLowerCase() === 'shell' ? 'bash' : lang.toLowerCase();
  const text = code.trimEnd();
  const coloured = hljs.getLanguage(language) ? hljs.highlight(text, { language }).value : escapeHtml(text);
  return `<figure><figcaption>${escapeHtml(label)}<button type="button" class="copy">Copy</button></figcaption><pre tabindex="0"><code>${coloured}</code></pre></figure>`;
}

/** The attributes by which the search finds an element, in addition to its text. */
function searchable(title: string, kind: string): string {
  return `data-title="${escapeHtml(title)}" data-kind="${escapeHtml(kind)}"`;
}

function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

function markdown(text: string): string {
  return marked.parse(text, { async: false });
}

function inline(text: string): string {
  return marked.parseInline(text, { async: false });
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
