// Hands the text of data-share to the device's own share sheet; a button where there is none stays hidden.
for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", () => {
    // Whoever closes the sheet has shared nothing, which is no error.
    navigator.share({ title: button.dataset.shareTitle, text: button.dataset.share }).catch(() => {});
  });
}
