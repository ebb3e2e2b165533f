/* While the words of a deadline are typed, shows what they mean and other readings. */

const preview = document.querySelector("[data-tracker-reading]");

if (preview) {
  const words = document.querySelector("[name=words]");
  const anchor = document.querySelector("[name=anchor_on]");
  const own = document.querySelector("[name=own_on]");
  const event_ = document.querySelector("[name=event]");
  let waiting = 0;
  let asked = 0;

  const read = async () => {
    const query = new URLSearchParams({ words: words.value, anchor_on: anchor.value });
    const mine = ++asked;
    const response = await fetch(`${preview.dataset.trackerReading}?${query}`);
    // Answers may come out of order: only the last question counts.
    if (response.ok && mine === asked) preview.innerHTML = await response.text();
  };
  const readSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(read, 250);
  };
  const choose = (value) => {
    const radio = preview.querySelector(`[name=choice][value="${value}"]`);
    if (radio) radio.checked = true;
  };

  words.addEventListener("input", readSoon);
  anchor.addEventListener("input", readSoon);
  own.addEventListener("input", () => own.value && choose("own"));
  event_.addEventListener("input", () => event_.value && choose("event"));
  document.querySelector("[data-tracker-read]")?.addEventListener("click", (event) => {
    event.preventDefault();
    read();
  });
}
