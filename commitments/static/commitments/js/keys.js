/* Single keys for what the page offers: [data-tracker-key] says which, "g d" in a row.
   Each is also a link, a button or a field. They can be turned off (WCAG 2.1.4), and
   never act while somebody writes. */

const SHORTCUTS_OFF = "tracker-keys-off";
const help = document.querySelector("[data-tracker-keys]");
const toggle = document.querySelector("[data-tracker-keys-on]");
let before = "";
let forget = 0;

const isOff = () => localStorage.getItem(SHORTCUTS_OFF) === "1";

if (toggle) {
  toggle.checked = !isOff();
  toggle.addEventListener("change", () => {
    if (toggle.checked) localStorage.removeItem(SHORTCUTS_OFF);
    else localStorage.setItem(SHORTCUTS_OFF, "1");
  });
}

function isWriting(element) {
  const writable = "input:not([type=checkbox], [type=radio]), textarea, select";
  return element.closest(writable) || element.isContentEditable;
}

function act(element) {
  if (isWriting(element)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function showHelp() {
  help.open = true;
  help.querySelector("summary").focus();
}

addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const form = event.target.closest?.("form");
    form?.requestSubmit(form.querySelector("[data-tracker-send]"));
    return;
  }
  if (event.key === "Escape" && isWriting(event.target)) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isOff()) return;
  if (isWriting(event.target) || event.key.length !== 1) return;
  if (event.key === "?" && help) {
    event.preventDefault();
    showHelp();
    return;
  }
  const pressed = before ? `${before} ${event.key}` : event.key;
  const keyed = [...document.querySelectorAll("[data-tracker-key]")];
  const found = keyed.find((element) => element.dataset.trackerKey === pressed);
  clearTimeout(forget);
  before = "";
  if (found) {
    event.preventDefault();
    act(found);
  } else if (keyed.some((element) => element.dataset.trackerKey.startsWith(`${pressed} `))) {
    before = pressed;
    forget = setTimeout(() => (before = ""), 1500);
  }
});
