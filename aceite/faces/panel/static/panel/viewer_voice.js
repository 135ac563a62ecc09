// Reads the contract aloud, page by page from the one in the window; only where the device has a voice of its language.
const LONGEST = 220;
const ENGLISH = /\b(the|and|shall|of)\b/gi;
const PORTUGUESE = /\b(que|não|do|da|em|para)\b/gi;

const count = (text, words) => text.match(words)?.length ?? 0;
const languageOf = (text) => (count(text, ENGLISH) > count(text, PORTUGUESE) ? "en" : "pt");

// Some engines fall silent within a long sentence, so it is said in pieces.
function* pieces(runs) {
  let piece = "";
  for (const part of runs.map(([text]) => text).join(" ").split(/(?<=[.;:!?])\s+|(?<=,)\s+/)) {
    if (piece && piece.length + part.length > LONGEST) { yield piece; piece = ""; }
    piece += `${piece ? " " : ""}${part}`;
  }
  if (piece) yield piece;
}

export function giveVoice(bar, pages, found, place) {
  const button = bar.querySelector("[data-voice]");
  const said = bar.querySelector("[data-voice-said]");
  const engine = globalThis.speechSynthesis;
  if (!engine) return;
  const language = languageOf(found.flat().map(([text]) => text).join(" ").slice(0, 20000));
  const voice = () => engine.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
  const offer = () => { button.hidden = !voice(); };
  let turn = 0;

  const stop = () => {
    turn += 1;
    engine.cancel();
    button.setAttribute("aria-pressed", "false");
    said.textContent = "";
  };
  const say = (text, mine) => new Promise((done) => {
    const utterance = Object.assign(new SpeechSynthesisUtterance(text), { voice: voice() ?? null, lang: voice()?.lang ?? "pt-BR" });
    utterance.onend = utterance.onerror = done;
    if (mine === turn) engine.speak(utterance);
    else done();
  });
  const read = async () => {
    const mine = (turn += 1);
    button.setAttribute("aria-pressed", "true");
    for (let index = place.at(); index < pages.length && mine === turn; index += 1) {
      said.textContent = button.dataset.wordsAt.replace("{page}", index + 1).replace("{pages}", pages.length);
      if (index !== place.at()) place.go(index);
      for (const piece of pieces(found[index] ?? [])) {
        if (mine !== turn) return;
        await say(piece, mine);
      }
    }
    if (mine === turn) stop();
  };

  button.addEventListener("click", () => (button.getAttribute("aria-pressed") === "true" ? stop() : read()));
  addEventListener("pagehide", stop);
  engine.addEventListener?.("voiceschanged", offer);
  offer();
}
