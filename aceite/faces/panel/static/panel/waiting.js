// While something is being done elsewhere the page asks again how far it is, and shows the answer in its place.
const EVERY = 2000;

async function ask() {
  if (document.visibilityState === "visible") {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
    if (answer?.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      // Done: the whole page is another one, with its own scripts.
      if (!page.querySelector("[data-waiting]")) return location.reload();
      document.querySelector("[data-waiting]").replaceWith(page.querySelector("[data-waiting]"));
      const acts = page.querySelector(".pending-acts");
      const shown = document.querySelector(".pending-acts");
      if (acts && shown && acts.childElementCount !== shown.childElementCount) return location.reload();
    }
  }
  setTimeout(ask, EVERY);
}

setTimeout(ask, EVERY);
