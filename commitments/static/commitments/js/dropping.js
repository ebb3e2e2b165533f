/* A file dropped on a zone is chosen in its file field, which works without this. */

for (const zone of document.querySelectorAll("[data-tracker-drop]")) {
  const field = zone.querySelector("input[type=file]");
  const spoken = zone.querySelector("[data-tracker-dropped]");
  const hasFile = (event) => event.dataTransfer.types.includes("Files");
  for (const name of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      zone.toggleAttribute("data-tracker-over", name === "dragover");
    });
  }
  zone.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.addEventListener("change", () => {
    const words = zone.dataset.trackerDropWords;
    const name = field.files.length ? field.files[0].name : "";
    spoken.textContent = name && words.replace("%s", () => name);
  });
  /* Elsewhere a browser would open the file, and lose what was typed. */
  for (const name of ["dragover", "drop"]) {
    addEventListener(name, (event) => hasFile(event) && event.preventDefault());
  }
}
