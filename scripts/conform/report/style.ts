/** The style of the page, in light and dark. */
export const style = `:root {
  color-scheme: light dark;
  --raised: light-dark(#f6f8fa, #171c24);
  --line: light-dark(#d9dee5, #2b323d);
  --quiet: light-dark(#556070, #9aa5b4);
  --failed: light-dark(#b8063a, #ff8098);
  --passed: light-dark(#0f6b38, #6fd39a);
  --unproven: light-dark(#8a4500, #ffb870);
  font:
    16px / 1.5 system-ui,
    sans-serif;
  color: light-dark(#1d242e, #e3e7ed);
  background: light-dark(#fff, #0f1319);
}
body {
  max-width: 1100px;
  margin: 0 auto;
  padding: 24px;
}
h1,
h2,
h3 {
  line-height: 1.25;
}
h3 {
  font-size: 1rem;
}
a {
  color: inherit;
}
dl {
  display: grid;
  grid-template-columns: max-content 1fr;
  gap: 4px 16px;
}
dd {
  margin: 0;
  overflow-wrap: anywhere;
}
dt,
.quiet {
  color: var(--quiet);
}
table {
  border-collapse: collapse;
}
th,
td {
  padding: 4px 16px 4px 0;
  border-bottom: 1px solid var(--line);
  text-align: left;
  vertical-align: top;
}
td.number {
  text-align: right;
}
.failed {
  color: var(--failed);
}
.passed {
  color: var(--passed);
}
.unproven {
  color: var(--unproven);
}
pre {
  margin: 8px 0;
  padding: 12px;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: var(--raised);
  font:
    13px / 1.5 ui-monospace,
    monospace;
  white-space: pre-wrap;
  overflow-wrap: anywhere;
}
summary {
  cursor: pointer;
}
`;
