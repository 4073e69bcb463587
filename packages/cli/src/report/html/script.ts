/** The page's script: filters by words and outcome, and moves between rows with keys. */
export const SCRIPT = `
const input = document.getElementById("filter");
const items = [...document.querySelectorAll("#checks .check")];
const groups = [...document.querySelectorAll("#checks > .group")];
const buttons = [...document.querySelectorAll(".tally")];
const shown = document.getElementById("shown");
const nothing = document.getElementById("nothing");
let outcome = "";

function update() {
  const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const item of items) {
    const fits = (outcome === "" || item.dataset.worst === outcome) && words.every((word) => item.dataset.words.includes(word));
    item.hidden = !fits;
    if (fits) count++;
  }
  // open folded groups that contain matches
  const isFiltered = outcome !== "" || words.length > 0;
  for (const group of groups) {
    group.hidden = group.querySelector(".check:not([hidden])") === null;
    group.open = isFiltered || group.dataset.open === "true";
  }
  shown.textContent = count + " of " + items.length;
  nothing.hidden = count > 0;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.outcome === outcome));
}

function clear() {
  input.value = "";
  outcome = "";
  update();
}

function move(step) {
  const stops = [input, ...items.filter((item) => !item.hidden && item.closest(".group").open).map((item) => item.querySelector("summary"))];
  const at = stops.findIndex((stop) => stop === document.activeElement || stop.closest(".check")?.contains(document.activeElement));
  const next = stops[Math.max(0, Math.min(stops.length - 1, at + step))];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

input.addEventListener("input", update);
for (const button of buttons) {
  button.addEventListener("click", () => {
    outcome = outcome === button.dataset.outcome ? "" : button.dataset.outcome;
    update();
  });
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && document.activeElement !== input) {
    event.preventDefault();
    input.focus();
    input.select();
  } else if (event.key === "Escape") {
    event.preventDefault();
    clear();
    input.focus();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !document.activeElement.closest("pre")) {
    event.preventDefault();
    move(event.key === "ArrowDown" ? 1 : -1);
  }
});
`;
