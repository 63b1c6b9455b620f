/** Light or dark: the reader's choice if there is one, else the system's. */

const KEY = 'gatescope-theme';
const dark = () => matchMedia('(prefers-color-scheme: dark)');

/** The theme in force. @returns {'light' | 'dark'} */
export function currentTheme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return dark().matches ? 'dark' : 'light';
}

/** Let a button switch, and call `onChange` whenever the theme in force becomes another. */
export function followTheme(button, onChange) {
  const name = () => button.setAttribute('aria-label', `Switch to the ${currentTheme() === 'dark' ? 'light' : 'dark'} theme`);
  const changed = () => {
    name();
    onChange();
  };
  button.addEventListener('click', () => {
    const theme = currentTheme() === 'dark' ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    remember(theme);
    changed();
  });
  dark().addEventListener('change', changed);
  name();
}

function remember(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // a browser that keeps nothing: the choice lasts as long as the page
  }
}
