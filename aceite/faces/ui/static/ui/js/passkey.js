// Passkeys. Where this browser has them, what stands in a data-passkeys block's template takes the block's place.
// A form with data-passkey asks the device (data-options, or what data-options-url answers) and is sent with its answer.
const usable = (origin) => globalThis.PublicKeyCredential && isSecureContext && location.origin === origin;

for (const block of document.querySelectorAll("[data-passkeys]")) {
  const offer = block.querySelector("template");
  if (usable(block.dataset.passkeys) && offer) block.replaceChildren(offer.content);
}

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt());
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const described = (known) => known.map((one) => ({ ...one, id: bytes(one.id) }));

class Refused extends Error {}

async function question(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.optionsUrl, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  const said = await answer.json();
  if (!answer.ok) throw new Refused(said.error);
  return said;
}

async function created(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) }, excludeCredentials: described(asked.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = made.response;
  return { id: made.id, response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject), transports: made.response.getTransports?.() ?? [] } };
}

async function given(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge), allowCredentials: described(asked.allowCredentials) };
  const found = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
  return { id: found.id, response: { clientDataJSON: text(clientDataJSON), authenticatorData: text(authenticatorData), signature: text(signature), userHandle: userHandle ? text(userHandle) : "" } };
}

function sentence(error, words) {
  if (error instanceof Refused) return error.message;
  if (error.name === "InvalidStateError") return words.known;
  return error.name === "NotAllowedError" || error.name === "AbortError" ? words.stopped : words.failed;
}

async function ask(form) {
  const said = form.querySelector("[data-said]");
  said.hidden = true;
  try {
    const asked = await question(form);
    const answer = await (form.dataset.passkey === "create" ? created(asked) : given(asked));
    form.elements.credential.value = JSON.stringify(answer);
    // Past the submit event: the form is on its way already, and stays busy until the next page.
    form.submit();
  } catch (error) {
    said.textContent = sentence(error, said.dataset);
    said.hidden = false;
    form.dispatchEvent(new Event("ui:done", { bubbles: true }));
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.dataset.passkey) return;
  event.preventDefault();
  ask(event.target);
});
