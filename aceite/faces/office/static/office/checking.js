// Refusing by keyboard: R opens the reasons and goes to the first; meanwhile A, which could be a slip, accepts nothing.
// Once a colleague took the copy over nothing is answered from here; what was typed stays, should it come back.
// Who has it is asked again and again while the page is looked at; asking takes it from nobody.
const EVERY_MS = 25_000;
const holding = document.getElementById("holding");
const answers = document.getElementById("answers");
const refuse = document.querySelector("details.refuse");
const accept = document.querySelector("[data-shortcut='a']");
const opener = refuse?.querySelector("summary");

function follow() {
  answers.hidden = document.querySelector("#holder[data-taken]") !== null;
  accept.dataset.shortcut = refuse.open || answers.hidden ? "" : "a";
  opener.dataset.shortcut = answers.hidden ? "" : "r";
}

refuse?.addEventListener("toggle", () => {
  follow();
  if (refuse.open) (refuse.querySelector("input:checked") ?? refuse.querySelector("input[type=radio], textarea")).focus();
});
if (answers) document.body.addEventListener("htmx:afterSwap", follow);

const ask = () => {
  if (holding && document.visibilityState === "visible") holding.dispatchEvent(new Event("ask"));
};
setInterval(ask, EVERY_MS);
document.addEventListener("visibilitychange", ask);
