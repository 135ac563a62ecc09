// Computes a file's SHA-256 on this device and asks with the hash alone, so that the file need not leave.
const form = document.querySelector("[data-compare]");

async function compare(file) {
  const status = form.querySelector("[role=status]");
  status.textContent = status.dataset.reading;
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    form.elements.sha256.value = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    form.submit();
  } catch {
    status.textContent = status.dataset.failed;
  }
}

if (form && globalThis.crypto?.subtle) {
  form.hidden = false;
  const drop = form.querySelector("label");
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => input.files.length && compare(input.files[0]));
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) compare(event.dataTransfer.files[0]);
    });
  }
}
