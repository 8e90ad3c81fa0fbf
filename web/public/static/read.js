// Reads a page aloud where the browser can; where it cannot, its button stays hidden.
(function () {
  "use strict";
  var button = document.querySelector("[data-read]"), voice = window.speechSynthesis;
  if (!button || !voice || !window.SpeechSynthesisUtterance) return;
  var label = button.textContent;
  function rest() { voice.cancel(); button.textContent = label; }
  function begin() {
    var parts = document.querySelector(button.dataset.read).innerText.split(/[\n。！？]+/).filter(Boolean);
    parts.forEach(function (part, place) {
      var said = new SpeechSynthesisUtterance(part);
      said.lang = "zh-CN";
      said.rate = 0.9;
      if (place === parts.length - 1) said.onend = rest;
      voice.speak(said);
    });
    button.textContent = "停下";
  }
  button.addEventListener("click", function () { if (button.textContent === label) begin(); else rest(); });
  window.addEventListener("pagehide", rest);
  button.hidden = false;
})();
