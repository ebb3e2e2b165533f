/* For every page. Everything here is a comfort: the page works without it. */

// After a refused form, a screen reader starts at what has to be corrected.
document.querySelector("[data-tracker-focus]")?.focus();

// A printed page shows the data of its charts.
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll(".chart details")) details.open = true;
});
