// Computes a file's SHA-256 on this device and asks with the hash alone, so that the file need not leave.
const form = document.querySelector("[data-compare]");
const sending = document.querySelector(".compare-send");

// No hash of a receipt is kept: it is chosen in the other form, and leaves only when that is sent.
async function isReceipt(file) {
  return (await file.slice(0, 1).text()) === "{";
}

function choose(file) {
  const chosen = new DataTransfer();
  chosen.items.add(file);
  sending.querySelector("input[name=file]").files = chosen.files;
  sending.open = true;
  sending.querySelector("button").focus();
}

async function compare(file) {
  const status = form.querySelector("[role=status]");
  status.textContent = status.dataset.reading;
  try {
    if (await isReceipt(file)) {
      status.textContent = status.dataset.inside;
      choose(file);
      return;
    }
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
