// Before the first paint, so that nothing flashes: a classic script in the head.
(() => {
  const root = document.documentElement;
  let kept = 'auto';
  try {
    kept = localStorage.getItem('tscwatch.theme') || 'auto';
  } catch {
    // Storage is forbidden here: the choice lasts as long as the page.
  }
  root.dataset.theme = kept;

  addEventListener('DOMContentLoaded', () => {
    const buttons = [...document.querySelectorAll('#theme button')];
    const show = () => {
      for (const button of buttons) {
        button.setAttribute('aria-pressed', String(button.dataset.theme === root.dataset.theme));
      }
      dispatchEvent(new Event('themechange'));
    };
    for (const button of buttons) {
      button.addEventListener('click', () => {
        root.dataset.theme = button.dataset.theme;
        try {
          localStorage.setItem('tscwatch.theme', button.dataset.theme);
        } catch {
          // As above.
        }
        show();
      });
    }
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
    show();
  });
})();
