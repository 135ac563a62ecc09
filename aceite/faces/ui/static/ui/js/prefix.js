// The next numbers follow the prefix while it is typed.
const input = document.querySelector("[name=number_prefix]");
input?.addEventListener("input", () => {
  for (const shown of document.querySelectorAll("[data-number]")) {
    shown.textContent = input.value.trim().toUpperCase() + shown.dataset.number.slice(shown.dataset.prefix.length);
  }
});
