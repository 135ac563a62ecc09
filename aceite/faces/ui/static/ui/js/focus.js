// After a form failed, the summary of errors gets the focus, so that a screen reader starts there.
document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:afterSettle", (event) => event.target.querySelector?.("[data-focus]")?.focus());
