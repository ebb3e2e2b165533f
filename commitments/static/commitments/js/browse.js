/* The list of commitments, filtered in place by htmx. Without it, the form is a form.
   htmx puts the #browse of the new page in the place of this one; here is what it does
   not know: addresses without empty fields, what the reader had opened, where the focus
   goes, and what a screen reader says. */

const browse = () => document.getElementById("browse");
let opened = [];
let focused = null;

// A box that is no longer ticked may have gone back under "more", which is closed.
function focusBox(box) {
  if (!box) return;
  for (const details of browse().querySelectorAll(".facet, .facet__more")) {
    if (details.contains(box)) details.open = true;
  }
  box.focus({ preventScroll: true });
}

// The menu of files closes as menus do: by Escape, or by a click elsewhere.
const menu = () => document.querySelector(".downloads[open]");

document.addEventListener("keydown", (event) => {
  const open = menu();
  if (event.key !== "Escape" || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("click", (event) => {
  const open = menu();
  if (open && !open.contains(event.target)) open.open = false;
});

if (browse()) {
  document.documentElement.dataset.filters = "in-place";

  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    for (const name of new Set(parameters.keys())) {
      const values = parameters.getAll(name).filter((value) => value !== "");
      parameters.delete(name);
      for (const value of values) parameters.append(name, value);
    }
    browse().setAttribute("aria-busy", "true");
  });

  document.addEventListener("htmx:beforeSwap", () => {
    const all = [...browse().querySelectorAll("details[id]")];
    opened = all.map((details) => [details.id, details.open]);
    // htmx gives the focus back to what has an id; boxes have a name and a value.
    const { name, value, type } = document.activeElement;
    focused = type === "checkbox" ? `[name="${name}"][value="${CSS.escape(value)}"]` : null;
  });

  document.addEventListener("htmx:afterSettle", () => {
    for (const [id, isOpen] of opened) {
      const details = document.getElementById(id);
      if (details) details.open = isOpen || details.querySelector("[data-tracker-focus]");
    }
    if (focused) focusBox(browse().querySelector(focused));
    // A filter that was removed had the focus: go on from the results.
    if (!document.activeElement || document.activeElement === document.body) {
      document.getElementById("results").focus({ preventScroll: true });
    }
    document.querySelector("[data-tracker-focus]")?.focus();
    const told = document.querySelector("[data-tracker-count], #results .empty");
    document.querySelector("[data-tracker-announce]").textContent = told?.textContent ?? "";
  });

  // Whatever goes wrong, the plain page says it better.
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failure, (event) => {
      location.assign(event.detail.pathInfo.finalRequestPath);
    });
  }
}
