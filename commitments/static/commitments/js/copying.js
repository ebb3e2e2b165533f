/* Copying a text with one button, and counting its characters while it is edited. */

for (const button of document.querySelectorAll("[data-tracker-copy]")) {
  const field = document.getElementById(button.dataset.trackerCopy);
  const told = button.parentElement.querySelector("[data-tracker-copied]");
  // A page that did not come over https has no clipboard: selecting is left.
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    // A box to write in, or an example to read.
    field.select?.();
    await navigator.clipboard.writeText(field.value ?? field.textContent);
    if (told) told.hidden = false;
  });
}

for (const field of document.querySelectorAll("[data-tracker-counted]")) {
  const shown = document.getElementById(field.dataset.trackerCounted);
  const language = document.documentElement.lang;
  field.addEventListener("input", () => {
    // Characters as people count them, not the halves of a pair.
    shown.textContent = [...field.value].length.toLocaleString(language);
  });
}
