// A piece of a page that waits for the worker looks again by itself, until it waits no more.
const PAUSE = 2000;

const look = async (piece) => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return piece;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(piece.id);
  if (!fresh) return piece;
  const held = piece.contains(document.activeElement);
  piece.replaceWith(document.adoptNode(fresh));
  if (held) (fresh.querySelector("a, button") ?? fresh).focus?.();
  return fresh;
};

const wait = (piece) => {
  if (!("waiting" in piece.dataset)) return;
  setTimeout(async () => wait(document.hidden ? piece : await look(piece)), PAUSE);
};

document.querySelectorAll("[data-waiting]").forEach(wait);
