/* j and k walk over the rows of the page's lists, in the order in which they stand;
   Enter opens the row, since its link has the focus. */

const rows = () => [...document.querySelectorAll("[data-tracker-list] [data-tracker-item]")];

function walk(step) {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step];
  const link = next?.querySelector("a");
  link?.focus();
  link?.scrollIntoView({ block: "nearest" });
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (localStorage.getItem("tracker-keys-off") === "1") return;
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "j") walk(1);
  if (event.key === "k") walk(-1);
});
