const search = document.getElementById('search');
const results = document.getElementById('results');
const menu = document.getElementById('menu');

/** The elements that the search can find. */
const entries = [...document.querySelectorAll('[data-title]')].map((element) => {
  const text = element.querySelector('.prose')?.textContent.trim() ?? '';
  const { title, kind } = element.dataset;
  return { id: element.id, title, kind, text, name: title.toLowerCase(), words: text.toLowerCase() };
});

function find(query) {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (terms.length === 0) return [];
  return entries
    .map((entry) => ({ entry, rank: Math.max(...terms.map((term) => rank(entry, term))) }))
    .filter(({ rank }) => rank < 9)
    .sort((a, b) => a.rank - b.rank || a.entry.name.length - b.entry.name.length)
    .slice(0, 20)
    .map(({ entry }) => entry);
}

/** The name of a property counts more than the names in its path, and those more than its text. */
function rank({ name, kind, words }, term) {
  const own = name.replace(/.*\.(?=\w)/, '');
  if (own === term || name === term) return 0;
  if (own.startsWith(term)) return 1;
  if (own.includes(term)) return 2;
  if (name.includes(term) || kind.includes(term)) return 3;
  return words.includes(term) ? 4 : 9;
}

function show() {
  const found = find(search.value);
  results.replaceChildren(...found.map(toOption));
  if (found.length === 0 && search.value.trim()) {
    results.append(
      Object.assign(document.createElement('li'), { textContent: 'No results', role: 'option' }),
    );
  }
  choose(0);
  open(search.value.trim() !== '');
}

function toOption({ id, title, kind, text }, index) {
  const option = document.createElement('li');
  const parts = [title, kind, text].map((textContent, part) => {
    return Object.assign(document.createElement(['b', 'small', 'div'][part]), { textContent });
  });
  Object.assign(option, { role: 'option', id: `result-${index}` });
  option.dataset.target = id;
  option.append(...parts);
  return option;
}

function open(isOpen) {
  results.hidden = !isOpen;
  search.ariaExpanded = isOpen;
}

function choose(index) {
  const options = [...results.querySelectorAll('[data-target]')];
  const chosen = options.at(index % options.length);
  for (const option of options) option.ariaSelected = option === chosen;
  search.setAttribute('aria-activedescendant', chosen?.id ?? '');
  chosen?.scrollIntoView({ block: 'nearest' });
}

function goTo(option) {
  if (!option) return;
  open(false);
  search.blur();
  location.hash = option.dataset.target;
}

search.addEventListener('input', show);
search.addEventListener('focus', show);
search.addEventListener('blur', () => open(false));
search.addEventListener('keydown', (event) => {
  const options = [...results.querySelectorAll('[data-target]')];
  const chosen = options.findIndex((option) => option.ariaSelected === 'true');
  if (event.key === 'ArrowDown') choose(chosen + 1);
  else if (event.key === 'ArrowUp') choose(chosen - 1);
  else if (event.key === 'Enter') goTo(options[chosen]);
  else if (event.key === 'Escape') search.blur();
  else return;
  event.preventDefault();
});
// The field keeps the focus until the click is complete.
results.addEventListener('mousedown', (event) => event.preventDefault());
results.addEventListener('click', ({ target }) => goTo(target.closest('[data-target]')));
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches('input')) return;
  event.preventDefault();
  search.focus();
});

document.addEventListener('click', async ({ target }) => {
  if (target.matches('#navigation a')) menu.ariaExpanded = false;
  if (!target.matches('.copy')) return;
  await navigator.clipboard.writeText(target.closest('figure').querySelector('code').textContent);
  target.textContent = 'Copied';
  setTimeout(() => Object.assign(target, { textContent: 'Copy' }), 1500);
});

menu.addEventListener('click', () => {
  menu.ariaExpanded = menu.ariaExpanded !== 'true';
});

/** A link may spell the name of a section in a different case. */
function followHash() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!id || document.getElementById(id)) return;
  const target = [...document.querySelectorAll('[id]')].find(
    (element) => element.id.toLowerCase() === id.toLowerCase(),
  );
  if (target) location.replace(`#${target.id}`);
}
addEventListener('hashchange', followHash);
followHash();

// Next to a copy of this page there are no other files.
const isOriginal = location.protocol !== 'file:' || location.pathname.endsWith('/docs/index.html');
document.documentElement.classList.toggle('is-saved', !isOriginal);

// The menu marks the section at the top of the screen.
const links = new Map(
  [...document.querySelectorAll('#navigation a')].map((link) => [link.hash.slice(1), link]),
);
const observer = new IntersectionObserver(
  (changes) => {
    const target = changes.findLast(({ isIntersecting }) => isIntersecting)?.target;
    if (!target) return;
    for (const [id, link] of links) link.ariaCurrent = id === target.id ? 'true' : null;
  },
  { rootMargin: '-80px 0px -80%' },
);
for (const id of links.keys()) observer.observe(document.getElementById(id));
