// SPDX-License-Identifier: Apache-2.0

const NAME = 'theme';
const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');

const isDark = () => (root.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';

/** Light or dark as the system is, until `button` chooses; the choice is kept, and dropped when it is the system's. */
export function followTheme(button) {
  const show = () => {
    button.textContent = isDark() ? 'Light' : 'Dark';
  };
  const chosen = localStorage.getItem(NAME);
  if (chosen) {
    root.dataset.theme = chosen;
  }
  dark.addEventListener('change', show);
  button.addEventListener('click', () => {
    const wanted = isDark() ? 'light' : 'dark';
    if ((wanted === 'dark') === dark.matches) {
      delete root.dataset.theme;
      localStorage.removeItem(NAME);
    } else {
      root.dataset.theme = wanted;
      localStorage.setItem(NAME, wanted);
    }
    show();
  });
  show();
}
