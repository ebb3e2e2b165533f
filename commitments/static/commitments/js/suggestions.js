/* The suggestions of an answer by single keys: j and k move, a accepts, e adjusts, r
   rejects (then a digit says why), u undoes. Every key presses a button or follows a
   link of the card that is current; its words stand out in the text. */

const cards = [...document.querySelectorAll("[data-tracker-card]")];
const pieces = [...document.querySelectorAll("[data-tracker-of]")];
let current = null;

function show(card, { focus = true } = {}) {
  current?.classList.remove("is-current");
  current = card;
  card.classList.add("is-current");
  const key = ` ${card.dataset.trackerCard} `;
  for (const piece of pieces) {
    piece.classList.toggle("is-current", piece.dataset.trackerOf.includes(key));
  }
  pieces.find((piece) => piece.classList.contains("is-current"))?.scrollIntoView({
    block: "center",
  });
  if (focus) card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function walk(step) {
  const at = cards.indexOf(current);
  const next = cards[at < 0 ? (step > 0 ? 0 : cards.length - 1) : at + step];
  if (next) show(next);
}

function reject() {
  const details = current.querySelector("details.reject");
  if (!details) return;
  details.open = true;
  details.scrollIntoView({ block: "nearest" });
  details.querySelector("[data-tracker-digit]").focus();
}

function does(key) {
  const own = current?.querySelector(`[data-tracker-does="${key}"]`);
  if (own || key !== "u") return own;
  return document.querySelector('[data-tracker-last] [data-tracker-does="u"]');
}

function act(event) {
  if (event.key === "j") return walk(1);
  if (event.key === "k") return walk(-1);
  if (event.key === "r") return current && reject();
  if (["a", "e", "u"].includes(event.key)) return does(event.key)?.click();
  const open = current?.querySelector("details.reject[open]");
  return open?.querySelector(`[data-tracker-digit="${event.key}"]`)?.click();
}

addEventListener("keydown", (event) => {
  // "g r" goes elsewhere: its r is not ours.
  if (event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (localStorage.getItem("tracker-keys-off") === "1") return;
  if (event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select")) {
    return;
  }
  // A key held down walks on, but decides once.
  if (event.repeat && !["j", "k"].includes(event.key)) return;
  act(event);
});

for (const card of cards) {
  card.addEventListener("focusin", () => card !== current && show(card, { focus: false }));
}
for (const piece of pieces) {
  piece.addEventListener("click", () => {
    if (!getSelection().isCollapsed) return;
    const key = piece.dataset.trackerOf.trim().split(" ")[0];
    show(cards.find((card) => card.dataset.trackerCard === key));
  });
}

/* After a decision the address names the card that comes next. */
const named = cards.find((card) => `#${card.id}` === location.hash);
const first = cards.find((card) => "trackerOpen" in card.dataset);
if (named) show(named);
else if (first && !location.hash) show(first, { focus: false });
