// Copies the text of data-copy and says so on the button.
for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const label = button.querySelector("span");
  const before = label.textContent;
  label.setAttribute("role", "status");
  label.textContent = button.dataset.copied;
  setTimeout(() => { label.textContent = before; }, 2000);
});
