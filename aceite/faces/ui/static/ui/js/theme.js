// Light, dark or as the device: kept in a cookie, so that the server draws the right one at once.
const choice = document.querySelector("[data-theme-choice]");
const current = () => document.documentElement.dataset.theme ?? "";

function show() {
  for (const button of choice.querySelectorAll("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === current()));
  }
}

function choose(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.cookie = `theme=${theme};path=/;max-age=${theme ? 31536000 : 0};samesite=lax`;
  show();
}

if (choice) {
  choice.hidden = false;
  choice.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-set]");
    if (button) choose(button.dataset.themeSet);
  });
  show();
}
