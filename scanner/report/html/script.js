"use strict";
// Filters findings. The page is complete without this script.
(function () {
  const form = document.getElementById("filter");
  const list = document.getElementById("findings");
  let unfoldAll = function () {};

  if (form && list) {
    const shown = document.getElementById("shown");
    const none = document.getElementById("no-match");
    const openAll = document.getElementById("open-all");
    const groups = Array.from(list.querySelectorAll(".group"));
    const texts = new Map();
    const names = ["severity", "recipient", "status", "text"];
    let findings = Array.from(list.querySelectorAll(".finding"));
    let waiting = 0;

    // Of many findings those far down stand as text in noscript elements: the page opens quickly, and they become
    // elements when the browser has nothing else to do, or when they are wanted.
    const held = Array.from(list.querySelectorAll("noscript"));
    const unfold = function () {
      const one = held.shift();
      const made = document.createElement("template");
      made.innerHTML = one.textContent;
      one.replaceWith(made.content);
      if (!held.length) { findings = Array.from(list.querySelectorAll(".finding")); }
    };
    unfoldAll = function () { while (held.length) { unfold(); } };
    const later = window.requestIdleCallback || function (work) {
      return window.setTimeout(work, 50, { timeRemaining: function () { return 0; } });
    };
    const rest = function (deadline) {
      if (!held.length) { return; }
      do { unfold(); } while (held.length && deadline.timeRemaining() > 10);
      later(rest);
    };

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
      names.forEach(function (name) { wanted[name] = form.elements[name].value.trim(); });
      const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean);
      const all = names.every(function (name) { return !wanted[name]; });
      let count = Number(shown.dataset.total);
      if (!all) { unfoldAll(); count = 0; }
      findings.forEach(function (finding) {
        const fits = ["severity", "recipient", "status"].every(function (name) {
          return !wanted[name] || finding.dataset[name] === wanted[name];
        }) && words.every(function (word) { return textOf(finding).includes(word); });
        finding.hidden = !fits;
        if (fits && !all) { count += 1; }
      });
      groups.forEach(function (group) { group.hidden = !group.querySelector(".finding:not([hidden])"); });
      none.hidden = count > 0;
      shown.textContent = count + " " + shown.dataset.of + " " + shown.dataset.total + " " + shown.dataset.noun;
    };

    const soon = function () {
      if (!waiting) { waiting = window.requestAnimationFrame(apply); }
    };

    openAll.addEventListener("click", function () {
      const open = openAll.textContent === openAll.dataset.open;
      unfoldAll();
      findings.forEach(function (finding) {
        if (!finding.hidden) { finding.querySelector("details").open = open; }
      });
      openAll.textContent = open ? openAll.dataset.close : openAll.dataset.open;
    });
    form.addEventListener("input", soon);
    form.addEventListener("submit", function (event) { event.preventDefault(); });

    // A link to a finding that is still text.
    const follow = function () {
      const name = window.location.hash.slice(1);
      if (held.length && name.startsWith("f-") && !document.getElementById(name)) {
        unfoldAll();
        const target = document.getElementById(name);
        if (target) { target.scrollIntoView(); }
      }
    };
    window.addEventListener("hashchange", follow);

    // A filtered view can be linked to: report.html#severity=hoog&text=bsn
    const given = new URLSearchParams(window.location.hash.slice(1));
    names.forEach(function (name) {
      if (given.has(name)) { form.elements[name].value = given.get(name); }
    });
    form.hidden = false;
    apply();
    follow();
    if (held.length) { later(rest); }
  }

  window.addEventListener("beforeprint", function () {
    unfoldAll();
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
