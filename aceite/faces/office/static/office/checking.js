// Refusing by keyboard: R opens the reasons and goes to the first; meanwhile A, which could be a slip, accepts nothing.
const refuse = document.querySelector("details.refuse");
const accept = document.querySelector("[data-shortcut='a']");

const follow = () => {
  accept.dataset.shortcut = refuse.open ? "" : "a";
  if (refuse.open) (refuse.querySelector("input:checked") ?? refuse.querySelector("input[type=radio], textarea")).focus();
};
refuse?.addEventListener("toggle", follow);
