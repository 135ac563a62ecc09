// A piece of a page that waits for the worker looks again by itself, until it waits no more. What then stands there takes
// its place; with data-waiting="reload" the page is loaded anew, because what follows brings scripts of its own.
const PAUSE = 2000;

// What stands beside the piece is never replaced, as somebody may be typing in it.
const hasGrown = (page) => [...document.querySelectorAll("[data-beside]")].some(
  (here) => page.getElementById(here.id)?.childElementCount !== here.childElementCount,
);

const look = async (piece) => {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return piece;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(piece.id);
  const ended = !fresh || !("waiting" in fresh.dataset);
  if (piece.dataset.waiting === "reload" && (ended || hasGrown(page))) location.reload();
  else if (fresh) return replace(piece, fresh);
  return piece;
};

const replace = (piece, fresh) => {
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
