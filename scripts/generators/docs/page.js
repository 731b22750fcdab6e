// Redoc adds a section when it comes near the screen. Added at once, the browser's own search and print find it.
window.IntersectionObserver = class {
  constructor(report) {
    this.report = report;
  }
  observe(target) {
    queueMicrotask(() => this.report([{ isIntersecting: true, target }], this));
  }
  unobserve() {}
  disconnect() {}
};

// What Redoc draws is completed for those who use a keyboard or a screen reader.
new MutationObserver(complete).observe(document, { childList: true, subtree: true });
document.addEventListener('keydown', useMenu, { capture: true });

function complete() {
  document.querySelector('.menu-content')?.setAttribute('role', 'navigation');
  const search = document.querySelector('[data-testid="search-trigger"]');
  if (search && search.tabIndex !== 0) makeButton(search);
  // This label hides the name of the chosen example.
  for (const choice of document.querySelectorAll('button[aria-label="Example"]')) {
    choice.removeAttribute('aria-label');
    choice.setAttribute('aria-description', 'Example');
  }
}

function makeButton(element) {
  element.setAttribute('role', 'button');
  element.tabIndex = 0;
  element.addEventListener('keydown', (event) => {
    if (!isPress(event)) return;
    event.preventDefault();
    element.firstElementChild.click();
  });
}

function isPress({ key }) {
  return key === 'Enter' || key === ' ';
}

/** A menu opens at the end of the page: the focus goes there, the arrow keys move it, and it comes back. */
function useMenu(event) {
  const item = event.target.closest('[role="menuitem"]');
  if (item) moveInMenu(event, item);
  else if (isPress(event) && event.target.closest('[aria-haspopup="menu"]')) setTimeout(focusOpenMenu);
}

function focusOpenMenu() {
  const items = [...document.querySelectorAll('[role="menuitem"]')];
  items.find((item) => item.checkVisibility({ opacityProperty: true, visibilityProperty: true }))?.focus();
}

function moveInMenu(event, item) {
  const trigger = document.querySelector('[aria-haspopup="menu"][aria-expanded="true"]');
  const neighbours = { ArrowDown: item.nextElementSibling, ArrowUp: item.previousElementSibling };
  if (isPress(event) && event.target === item) item.click();
  else if (event.key === 'Escape' || event.key === 'Tab') trigger?.click();
  else if (!(event.key in neighbours)) return;
  event.preventDefault();
  event.stopPropagation();
  const next = event.key in neighbours ? neighbours[event.key] : trigger;
  next?.focus();
}
