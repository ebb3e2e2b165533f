/* Words selected in an answer's text fill the quote, with their place.

   Places are code points of the stored text: each piece of it says where it starts.
   Typing in the field forgets the place, which the server then finds by itself. */

const area = document.querySelector("[data-tracker-text]");
const field = document.querySelector("[data-tracker-quote], textarea[name=quote]");
const startField = document.querySelector(
  "[data-tracker-start-field], input[type=hidden][name=start]",
);
const endField = document.querySelector("[data-tracker-end-field]");
const spoken = document.querySelector("[data-tracker-selected]");

const points = (text) => [...text].length;

/* The start and the words of what is selected in the text, white space trimmed. */
function selectedWords() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(area)) return null;
  let start = null;
  let words = "";
  for (const piece of area.querySelectorAll("[data-tracker-start]")) {
    const node = piece.firstChild;
    if (!node || !range.intersectsNode(node)) continue;
    const from = node === range.startContainer ? range.startOffset : 0;
    const to = node === range.endContainer ? range.endOffset : node.length;
    if (from >= to) continue;
    if (start === null) {
      start = Number(piece.dataset.trackerStart) + points(node.data.slice(0, from));
    }
    words += node.data.slice(from, to);
  }
  const trimmed = words.trim();
  if (start === null || !trimmed) return null;
  start += points(words.slice(0, words.length - words.trimStart().length));
  return { start, words: trimmed };
}

function fill() {
  const selected = selectedWords();
  if (!selected) return;
  field.value = selected.words;
  if (startField) startField.value = selected.start;
  if (endField) endField.value = selected.start + points(selected.words);
  if (spoken) {
    const count = selected.words.split(/\s+/).length;
    spoken.textContent = spoken.dataset.trackerSelectedWords.replace("%s", count);
  }
  field.dispatchEvent(new Event("tracker:quoted", { bubbles: true }));
}

if (area && field) {
  document.addEventListener("selectionchange", fill);
  field.addEventListener("input", () => {
    if (startField) startField.value = "";
    if (endField) endField.value = "";
  });
}
