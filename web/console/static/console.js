// What forms cannot do by themselves. Every page works without it.
"use strict";

// A change that cannot be taken back is asked about first.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.ask;
  if (question && !window.confirm(question)) event.preventDefault();
});

// On a phone the menu is longer than the screen: where one is must be in sight.
document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// A form with data-preview shows what it would become: the answer of that address, a moment after the last key.
for (const form of document.querySelectorAll("form[data-preview]")) {
  const shown = document.querySelector(form.dataset.shown);
  let waiting;
  const look = async () => {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
    if (answer.ok) shown.innerHTML = await answer.text();
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 400);
  });
  look();
}

// Buttons with data-before and data-after put their marks around what is selected in the textarea that they name.
for (const button of document.querySelectorAll("button[data-marks]")) {
  button.addEventListener("click", () => {
    const area = document.getElementById(button.dataset.marks);
    const { before = "", after = "" } = button.dataset;
    const [from, to] = [area.selectionStart, area.selectionEnd];
    area.setRangeText(before + area.value.slice(from, to) + after, from, to, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// A form with data-busy says what is going on while the answer is being made, and cannot be sent twice.
document.addEventListener("submit", (event) => {
  const said = event.target.dataset.busy;
  if (!said || event.defaultPrevented) return;
  const line = document.createElement("p");
  line.className = "said";
  line.setAttribute("role", "status");
  line.textContent = said;
  event.target.append(line);
  for (const button of event.target.querySelectorAll("button")) button.disabled = true;
});
// Coming back with the browser's own button shows the page as it was left.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const line of document.querySelectorAll("form[data-busy] > .said")) line.remove();
  for (const button of document.querySelectorAll("form[data-busy] button")) button.disabled = false;
});
