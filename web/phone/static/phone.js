// A chat per person: what was said is kept in this browser, what is meant is known to the server alone.
"use strict";

const PEOPLE = ["张", "李", "王"];
const KEPT = "tianxun.phone";
const QUIET = 5 * 60 * 1000;
const PAGE_HINT = /回复「更多」看后面$/;

const chat = document.getElementById("chat");
const words = document.getElementById("words");
const sheet = document.getElementById("sheet");
const place = document.getElementById("place");
const people = document.querySelector(".people");

// A link such as /phone?say=白菜多少钱 asks at once, in the order of its questions.
const asked = new URLSearchParams(location.search).getAll("say");
const kept = read();
let current = kept.current || 0;

function read() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT));
    if (found && Array.isArray(found.talks)) return found;
  } catch { /* a private window, or another version's data: begin anew */ }
  const run = Math.random().toString(36).slice(2, 10);
  return { current: 0, talks: PEOPLE.map((_, i) => ({ sender: `phone-${run}-${i}`, place: "", said: [] })) };
}

function keep() {
  for (const talk of kept.talks) talk.said = talk.said.slice(-200);
  kept.current = current;
  try { localStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* shown all the same */ }
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// Links become links; everything else stays text.
function fill(bubble, text) {
  for (const part of text.split(/(https?:\/\/[^\s，。）]+)/)) {
    if (/^https?:\/\//.test(part)) {
      const link = element("a", "", part);
      link.href = part;
      link.rel = "noopener";
      bubble.append(link);
    } else {
      bubble.append(part);
    }
  }
}

function choicesOf(entry) {
  const list = (entry.buttons || []).map((button) => [`${button.payload} ${button.title}`, button.payload]);
  if (PAGE_HINT.test(entry.text)) list.push(["更多", "更多"]);
  return list;
}

function show(entry, last) {
  if (!last || entry.at - last.at > QUIET) {
    const when = new Date(entry.at);
    const clock = `${when.getHours()}:${String(when.getMinutes()).padStart(2, "0")}`;
    const today = when.toDateString() === new Date().toDateString();
    chat.append(element("li", "time", today ? clock : `${when.getMonth() + 1}月${when.getDate()}日 ${clock}`));
  }
  const line = element("li", entry.mine ? "mine" : "");
  line.append(element("span", "face", entry.mine ? PEOPLE[current] : "田"));
  const bubble = element("div", `bubble ${entry.state || ""}`);
  fill(bubble, (entry.voice ? "（语音）" : "") + entry.text);
  const choices = entry.mine ? [] : choicesOf(entry);
  if (choices.length) {
    const row = element("div", "choices");
    for (const [label, payload] of choices) {
      const button = element("button", "", label);
      button.type = "button";
      button.addEventListener("click", () => say(payload));
      row.append(button);
    }
    bubble.append(row);
  }
  line.append(bubble);
  chat.append(line);
  if (entry.image) chat.append(pictured(entry.image));
  return line;
}

// A picture follows the text as a message of its own; it is ours, whatever name these pages are opened under.
function pictured(address) {
  const { pathname, search } = new URL(address, location.href);
  const line = element("li");
  const picture = element("img", "picture");
  picture.src = pathname + search;
  picture.alt = "走势图";
  picture.width = 240;
  picture.height = 180;
  line.append(element("span", "face", "田"), picture);
  return line;
}

// Who has said nothing yet is greeted as a new follower is: the page brings the words, and nothing is sent for them.
function greet(talk) {
  if (talk.said.length > 1 || (talk.said.length && !talk.said[0].welcome)) return;
  talk.said = [{ text: chat.dataset.welcome, welcome: true, at: Date.now() }];
}

function draw() {
  chat.replaceChildren();
  const talk = kept.talks[current];
  if (!asked.length) greet(talk);
  talk.said.forEach((entry, i) => show(entry, talk.said[i - 1]));
  place.value = talk.place;
  [...people.children].forEach((tab, i) => tab.setAttribute("aria-selected", String(i === current)));
  toEnd();
}

// The answer's first line must be in sight, as on a phone.
function toEnd() {
  const last = chat.lastElementChild;
  if (!last) return;
  const top = last.classList.contains("mine") ? last.offsetTop : (last.previousElementSibling || last).offsetTop;
  chat.scrollTop = Math.max(0, Math.min(chat.scrollHeight - chat.clientHeight, top - chat.offsetTop - 8));
}

function add(person, entry) {
  const talk = kept.talks[person];
  const last = talk.said[talk.said.length - 1];
  talk.said.push(entry);
  keep();
  if (person === current) { show(entry, last); toEnd(); }
}

async function say(text, voice = false) {
  if (!text.trim()) return;
  const person = current;
  add(person, { mine: true, text, voice, at: Date.now() });
  const waiting = show({ text: "正在输入…", state: "waiting", at: Date.now() }, { at: Date.now() });
  toEnd();
  const reply = await answer(kept.talks[person].sender, text);
  waiting.remove();
  for (const entry of reply) {
    remember(person, entry.text);
    add(person, { ...entry, at: Date.now() });
  }
}

function remember(person, text) {
  const name = text.startsWith("记住了") && townships().find((one) => text.includes(one));
  if (!name) return;
  kept.talks[person].place = name;
  if (person === current) place.value = name;
}

async function answer(sender, message) {
  const headers = { "Content-Type": "application/json" };
  const token = sessionStorage.getItem("token");
  if (token) headers.Authorization = `Bearer ${token}`;
  try {
    const response = await fetch("/webhooks/rest/webhook", {
      method: "POST", headers, body: JSON.stringify({ sender, message }),
    });
    if (response.status === 401) {
      askForToken();
      return [{ text: "这台服务器设了口令（CHAT_TOKEN），请在下面输入后再说一遍。", state: "failed" }];
    }
    if (!response.ok) return [{ text: `没有送到（${response.status}），请再说一遍。`, state: "failed" }];
    return await response.json();
  } catch {
    return [{ text: "连不上服务器，请看看它是不是开着，再说一遍。", state: "failed" }];
  }
}

function open(explanation, content) {
  sheet.replaceChildren(element("p", "", explanation), content);
  sheet.hidden = false;
}

function askForToken() {
  const input = element("input");
  input.type = "password";
  input.setAttribute("aria-label", "口令");
  input.addEventListener("change", () => { sessionStorage.setItem("token", input.value); sheet.hidden = true; });
  open("口令：", input);
  input.focus();
}

document.getElementById("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = words.value;
  words.value = "";
  sheet.hidden = true;
  say(text);
});

document.getElementById("voice").addEventListener("click", () => {
  if (!sheet.hidden) { sheet.hidden = true; return; }
  const list = element("div", "list");
  for (const line of ["白菜多少钱", "哪里招人摘茶", "洋芋叶子发黄咋搞", "粮补发了没", "那萝卜呢"]) {
    const button = element("button", "", line);
    button.type = "button";
    button.addEventListener("click", () => { sheet.hidden = true; say(line, true); });
    list.append(button);
  }
  open("微信把语音识别成文字后发来。选一句，当作说出来的话：", list);
});

function townships() {
  return [...place.options].map((option) => option.value).filter(Boolean);
}

function move(name) {
  kept.talks[current].place = name;
  place.value = name;
  say(`我在${name}`);
}

document.getElementById("where").addEventListener("click", () => {
  if (!sheet.hidden) { sheet.hidden = true; return; }
  const list = element("div", "list");
  for (const name of townships()) {
    const button = element("button", "", name);
    button.type = "button";
    button.addEventListener("click", () => { sheet.hidden = true; move(name); });
    list.append(button);
  }
  open("发送位置：选一个乡镇", list);
});

place.addEventListener("change", () => { if (place.value) move(place.value); });

for (const heading of document.querySelectorAll(".menu > button")) {
  heading.addEventListener("click", () => {
    const list = heading.nextElementSibling;
    const opening = list.hidden;
    closeMenus();
    list.hidden = !opening;
    heading.setAttribute("aria-expanded", String(opening));
  });
}

function closeMenus() {
  for (const list of document.querySelectorAll(".menu ul")) {
    list.hidden = true;
    list.previousElementSibling.setAttribute("aria-expanded", "false");
  }
}

for (const entry of document.querySelectorAll("[data-words]")) {
  entry.addEventListener("click", () => { closeMenus(); say(entry.dataset.words); });
}

PEOPLE.forEach((name, i) => {
  const tab = element("button", "", name);
  tab.type = "button";
  tab.setAttribute("role", "tab");
  tab.addEventListener("click", () => { current = i; keep(); draw(); });
  people.append(tab);
});

draw();

(async () => {
  if (!asked.length) return;
  history.replaceState(null, "", location.pathname);
  for (const text of asked) await say(text);
})();
