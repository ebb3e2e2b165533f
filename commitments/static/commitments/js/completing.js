/* Suggestions under a search field, as the combobox of the ARIA Authoring Practices.
   Without them the field is that of a plain form. */

const PAUSE = 150;

for (const field of document.querySelectorAll("[data-tracker-complete]")) complete(field);

function complete(field) {
  const list = document.createElement("div");
  const said = document.createElement("p");
  let timer, asked, at = -1;
  list.id = `${field.id}-list`;
  list.className = "completions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  field.after(list, said);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option]")];

  function show(isOpen) {
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", isOpen);
    if (!isOpen) choose(-1);
  }

  function choose(place) {
    const all = options();
    at = place;
    all.forEach((option, n) => option.setAttribute("aria-selected", n === at));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    asked?.abort();
    const words = field.value.trim();
    if (words.length < 2) return show(false);
    asked = new AbortController();
    const address = `${field.dataset.trackerComplete}?q=${encodeURIComponent(words)}`;
    try {
      const response = await fetch(address, { signal: asked.signal });
      if (!response.ok) return show(false);
      list.innerHTML = await response.text();
      choose(-1);
      show(options().length > 0 && document.activeElement === field);
      said.textContent = list.querySelector("[data-tracker-said]").textContent;
    } catch {
      // Another letter was typed, or there is no network.
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.key === "Escape" && !list.hidden) show(false);
    else if (event.key === "ArrowDown" && last >= 0 && list.hidden) show(true), choose(0);
    else if (event.key === "ArrowDown" && last >= 0) choose(at < last ? at + 1 : -1);
    else if (event.key === "ArrowUp" && !list.hidden) choose(at < 0 ? last : at - 1);
    else if (event.key === "Enter" && at >= 0) options()[at].click();
    else return;
    event.preventDefault();
  });
  // A click on a suggestion comes before the field is left.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  field.addEventListener("blur", () => show(false));
}
