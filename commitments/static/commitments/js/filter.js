/* A long list of boxes gets a field that narrows it; ticked boxes always stay. */

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const list of document.querySelectorAll("[data-tracker-filter]")) {
  const labels = [...list.querySelectorAll("label:has([type=checkbox])")];
  if (labels.length < 8) continue;
  const field = document.createElement("input");
  field.type = "search";
  field.setAttribute("aria-label", list.dataset.trackerFilter);
  field.placeholder = list.dataset.trackerFilter;
  labels[0].parentElement.parentElement.before(field);
  field.addEventListener("input", () => {
    const wanted = folded(field.value);
    for (const label of labels) {
      const isTicked = label.querySelector("input").checked;
      label.hidden = !isTicked && !folded(label.textContent).includes(wanted);
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}
