"use strict";
// Filters findings. The page is complete without this script.
(function () {
  const form = document.getElementById("filter");
  if (form) {
    const findings = Array.from(document.querySelectorAll("#findings .finding"));
    const groups = Array.from(document.querySelectorAll("#findings .group"));
    const shown = document.getElementById("shown");
    const none = document.getElementById("no-match");
    const openAll = document.getElementById("open-all");
    const texts = new Map();
    const names = ["severity", "recipient", "status", "text"];
    let waiting = 0;

    // What a finding says, its rule and reasons included; made once, when someone searches.
    const textOf = function (finding) {
      let text = texts.get(finding);
      if (text === undefined) {
        const heading = finding.parentElement.querySelector("h3");
        text = (heading.textContent + " " + finding.textContent).toLowerCase();
        texts.set(finding, text);
      }
      return text;
    };

    const apply = function () {
      waiting = 0;
      const wanted = {};
      names.forEach(function (name) { wanted[name] = form.elements[name].value; });
      const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      findings.forEach(function (finding) {
        const fits = ["severity", "recipient", "status"].every(function (name) {
          return !wanted[name] || finding.dataset[name] === wanted[name];
        }) && words.every(function (word) { return textOf(finding).includes(word); });
        finding.hidden = !fits;
        if (fits) { count += 1; }
      });
      groups.forEach(function (group) { group.hidden = !group.querySelector(".finding:not([hidden])"); });
      none.hidden = count > 0;
      shown.textContent = count + " " + shown.dataset.of + " " + findings.length + " " + shown.dataset.noun;
    };

    const soon = function () {
      if (!waiting) { waiting = window.requestAnimationFrame(apply); }
    };

    openAll.addEventListener("click", function () {
      const open = openAll.textContent === openAll.dataset.open;
      findings.forEach(function (finding) {
        if (!finding.hidden) { finding.querySelector("details").open = open; }
      });
      openAll.textContent = open ? openAll.dataset.close : openAll.dataset.open;
    });
    form.addEventListener("input", soon);
    form.addEventListener("submit", function (event) { event.preventDefault(); });

    // A filtered view can be linked to: report.html#severity=hoog&text=bsn
    const given = new URLSearchParams(window.location.hash.slice(1));
    names.forEach(function (name) {
      if (given.has(name)) { form.elements[name].value = given.get(name); }
    });
    form.hidden = false;
    apply();
  }

  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (details) {
      details.open = true;
      details.dataset.opened = "print";
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-opened]").forEach(function (details) {
      details.open = false;
      delete details.dataset.opened;
    });
  });
  document.documentElement.dataset.script = "ready";
}());
