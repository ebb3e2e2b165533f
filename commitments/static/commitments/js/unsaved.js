/* Asks before a page is left with something typed and not sent. */

for (const form of document.querySelectorAll("form[data-tracker-unsaved]")) {
  let isChanged = form.dataset.trackerUnsaved === "changed";
  form.addEventListener("input", () => (isChanged = true));
  form.addEventListener("submit", () => (isChanged = false));
  addEventListener("beforeunload", (event) => {
    if (isChanged) event.preventDefault();
  });
}
