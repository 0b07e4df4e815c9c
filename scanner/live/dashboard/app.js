// The dashboard: asks the store once a second what changed and shows it. Everything from the store goes in as text.
"use strict";

const SEVERITIES = ["info", "laag", "midden", "hoog", "kritiek"];
const EVERY = 1000;
const get = (id) => document.getElementById(id);
let texts, language, words;
let known = -1;      // number of the last change that is shown
let page = 0;
let alarming = -1;   // findings of severity high and critical that were told
let going = true;
const drawn = new Map();   // what the large tables show, as it came
let failures = 0;

function element(name, content, properties = {}) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...[content].flat().filter((each) => each !== null && each !== undefined));
  return made;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function clock(seconds) {
  return seconds ? new Date(seconds * 1000).toLocaleTimeString(language) : "";
}

function size(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  let step = 0;
  while (bytes >= 1000 && step < units.length - 1) { bytes /= 1000; step += 1; }
  return `${bytes.toLocaleString(language, { maximumFractionDigits: step ? 1 : 0 })} ${units[step]}`;
}

const number = (value) => value.toLocaleString(language);

// Rows are replaced as a whole only when they differ, so that a reader's place and selection survive.
function rows(body, made, empty) {
  const columns = body.parentElement.querySelectorAll("thead tr:first-child > *").length || 1;
  const next = made.length ? made : [element("tr", element("td", empty, { colSpan: columns, className: "note" }))];
  const draft = element("tbody", next);
  if (body.innerHTML !== draft.innerHTML) body.replaceChildren(...next);
}

function options(select, entries) {
  const chosen = select.value;
  const next = entries.map(([value, name]) => element("option", name, { value }));
  if (select.innerHTML === element("select", next.map((each) => each.cloneNode(true))).innerHTML) return;
  select.replaceChildren(...next);
  select.value = entries.some(([value]) => value === chosen) ? chosen : entries[0][0];
}

async function ask(what, parameters = {}) {
  const answer = await fetch(`/api/${what}?${new URLSearchParams(parameters)}`);
  if (answer.status === 503) return null;
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

async function tell(what, data) {
  const answer = await fetch(`/api/${what}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data),
  });
  if (!answer.ok) throw new Error(answer.status);
  await look(true);
}

function speak(code) {
  language = code;
  words = texts[code].words;
  document.documentElement.lang = code;
  for (const each of document.querySelectorAll("[data-word]")) each.textContent = words[each.dataset.word];
  for (const each of document.querySelectorAll("[data-label]")) each.setAttribute("aria-label", words[each.dataset.label]);
  get("sections").setAttribute("aria-label", words.sections);
  get("language").lang = code === "nl" ? "en" : "nl";
  document.title = words.title;
  const { severities, actors, steps } = texts[code];
  options(get("least"), severities.map((name, rank) => [String(rank), name]));
  options(get("order"), [["severity", words["by-severity"]], ["last", words["by-last"]], ["count", words["by-count"]]]);
  options(get("actors"), [["", words.nobody], ...Object.entries(actors)]);
  get("steps").replaceChildren(...steps.map(({ actor, title }) => {
    const button = element("button", title, { type: "button" });
    button.addEventListener("click", () => mark(title, actor));
    return button;
  }));
}

const mark = (title, actor) => tell("command", { do: "mark", title, actor });

function showState(state) {
  const sentences = [];
  if (!state.going) sentences.push(state.report ? fill(words.done, { folder: state.folder }) : words.ending);
  else if (state.paused) sentences.push(words.paused);
  else sentences.push(state.exchanges ? words.running : words.waiting);
  if (state.going && state.waiting > 100000) sentences.push(fill(words.behind, { size: size(state.waiting) }));
  const told = sentences.join(" ");
  if (get("state").textContent !== told) get("state").textContent = told;
  get("mode").textContent = state.mode === "live" ? fill(words.live, { decision: state.decision }) : words.test;
  get("exchanges").textContent = number(state.exchanges ?? 0);
  get("real").hidden = !state.real_person;
  get("real-deeds").hidden = !state.going;
  get("real-pause").hidden = state.paused;
  showDisk(state.disk);
  get("pause").textContent = state.paused ? words.resume : words.pause;
  get("pause").dataset.deed = state.paused ? "resume" : "pause";
  get("pause").hidden = get("stop").hidden = !state.going;
  get("connect").hidden = !state.going;
  const sheets = element("ul", Object.entries(texts[language].sheets).map(([kind, name]) => element("li",
    element("a", name, { href: `/sheet/${kind}?lang=${language}`, target: "_blank", rel: "noopener" }))));
  if (get("sheets").innerHTML !== sheets.innerHTML) get("sheets").replaceChildren(...sheets.children);
  get("tunnel").hidden = !(state.going && state.tunnel);
  if (state.tunnel && !get("tunnel-code").src) Object.assign(get("tunnel-code"), { src: "/tunnel.svg", alt: words["tunnel-code"] });
  get("report").hidden = state.going || !state.report;
  going = state.going || !state.report;
  get("tiles").replaceChildren(...state.severities.map((count, rank) => element("li", [
    element("span", number(count), { className: "figure" }),
    element("span", texts[language].severities[rank], { className: "name" }),
  ], { className: `tile sev-${SEVERITIES[rank]}` })).reverse());
  const grave = state.severities[3] + state.severities[4];
  if (alarming >= 0 && grave > alarming) get("alarm").textContent = fill(words.alarm, { count: grave - alarming });
  alarming = grave;
  rows(get("timeline"), state.steps.map((step) => element("tr", [
    element("th", step.title || step.name, { scope: "row" }), element("td", texts[language].actors[step.actor] ?? ""),
    element("td", clock(step.first)), element("td", clock(step.last)), element("td", number(step.exchanges)),
  ])), words["no-steps"]);
  options(get("recipients"), [["", words.all], ...state.recipients.map((each) => [each.recipient, each.organisation])]);
  const device = (each) => each.name || `${words.device} ${each.number}`;
  options(get("device"), [["", words.all], ...state.devices.map((each) => [String(each.number), device(each)])]);
  showDevices(state.devices, device);
}

function showDisk({ free, level, dropped, floor }) {
  const told = level === "enough" ? "" : fill(level === "full" ? words["disk-full"] : words["disk-scarce"], { free: size(free), floor: size(floor), dropped: number(dropped) });
  const place = get("disk").firstElementChild;
  if (place.textContent !== told) place.textContent = told;
  get("disk").hidden = !told;
}

function showDevices(devices, device) {
  if (get("device-rows").contains(document.activeElement) && document.activeElement.tagName === "INPUT") return;
  rows(get("device-rows"), devices.map((each) => {
    const name = element("input", [], { maxLength: 60, autocomplete: "off" });
    name.setAttribute("value", each.name);
    name.setAttribute("aria-label", `${words.name}: ${words.device} ${each.number}`);
    name.dataset.address = each.address;
    const findings = element("a", `${number(each.findings)}`, { href: "#findings" });
    findings.setAttribute("aria-label", `${number(each.findings)}, ${words.show}: ${device(each)}`);
    findings.dataset.device = each.number;
    return element("tr", [
      element("th", `${words.device} ${each.number}`, { scope: "row" }), element("td", each.address),
      element("td", name), element("td", number(each.exchanges)), element("td", findings),
    ]);
  }), words["no-devices"]);
}

async function showFindings() {
  const chosen = Object.fromEntries(new FormData(get("filter")));
  const answer = await ask("findings", { ...chosen, page });
  if (!answer) return;
  if (page && page >= answer.pages) { page = Math.max(0, answer.pages - 1); return showFindings(); }
  const { severities, statuses, roles, categories } = texts[language];
  rows(get("rows"), answer.findings.map((each) => element("tr", [
    element("td", element("span", severities[each.severity], { className: `badge sev-${SEVERITIES[each.severity]}` })),
    element("th", [each[`title_${language}`], element("small", [
      `${each.rule} · ${statuses[each.status] ?? each.status}`,
      each.categories && ` · ${each.categories.split(" ").map((code) => categories[code] ?? code).join(", ")}`,
    ])], { scope: "row" }),
    element("td", [each.organisation, element("small", roles[each.role] ?? each.role)]),
    element("td", [element("code", each.endpoint || each.host), element("small", element("code", [each.part, each.pointer].filter(Boolean).join(" ")))]),
    element("td", number(each.count)), element("td", clock(each.last)),
  ])), words.none);
  const first = answer.total ? page * 50 + 1 : 0;
  const shown = fill(words.shown, { from: number(first), until: number(Math.min(answer.total, page * 50 + 50)), total: number(answer.total) });
  if (get("shown").textContent !== shown) get("shown").textContent = shown;
  get("previous").disabled = page === 0;
  get("next").disabled = page + 1 >= answer.pages;
}

function showMatrix(cells) {
  const names = texts[language].categories;
  const categories = [...new Set(cells.map((cell) => cell.category))].sort((a, b) => (names[a] ?? a).localeCompare(names[b] ?? b));
  const recipients = new Map();
  for (const cell of cells) {
    if (!recipients.has(cell.recipient)) recipients.set(cell.recipient, { name: cell.organisation, cells: new Map() });
    const own = recipients.get(cell.recipient).cells;
    const sum = own.get(cell.category) ?? { count: 0, declared: true };
    own.set(cell.category, { count: sum.count + cell.count, declared: sum.declared && Boolean(cell.declared) });
  }
  get("matrix-head").replaceChildren(element("tr", [
    element("th", words.recipient, { scope: "col" }),
    ...categories.map((code) => element("th", names[code] ?? code, { scope: "col", className: "tall" })),
  ]));
  rows(get("matrix-rows"), [...recipients.values()].map(({ name, cells: own }) => element("tr", [
    element("th", name, { scope: "row" }),
    ...categories.map((code) => {
      const cell = own.get(code);
      if (!cell) return element("td", "");
      const sign = cell.declared ? null : element("span", " ●", { className: "undeclared", ariaHidden: "true" });
      const said = element("span", ` ${cell.declared ? words.declared : words.undeclared}`, { className: "hidden" });
      return element("td", [number(cell.count), sign, said]);
    }),
  ])), words["no-matrix"]);
}

function showProtection(protecting, protectedRows) {
  get("protection").hidden = !protecting;
  if (!protecting) return;
  const { severities, deeds, reasons, categories } = texts[language];
  get("protecting").textContent = [
    protecting.block_for.length && fill(words.blocking, { severity: severities[SEVERITIES.indexOf(protecting.block)], domains: protecting.block_for.join(", ") }),
    protecting.pseudonymise.length && fill(words.pseudonyms, { domains: protecting.pseudonymise.join(", ") }),
  ].filter(Boolean).join(" ");
  rows(get("protected-rows"), protectedRows.map((each) => {
    const what = each.rule ? `${each[`title_${language}`]} (${each.rule})` : reasons[each.reason] ?? each.reason;
    const kind = categories[each.category] ?? each.category;
    return element("tr", [
      element("th", deeds[each.deed] ?? each.deed, { scope: "row" }),
      element("td", element("code", each.host)),
      element("td", [what || (kind ? "" : words["all-requests"]), kind && element("small", kind)]),
      element("td", element("code", [each.part, each.pointer, each.masked].filter(Boolean).join(" "))),
      element("td", number(each.count)),
    ]);
  }), words["nothing-done"]);
}

function showCoverage({ hosts, refused, gaps }) {
  get("refused").hidden = !refused.length;
  const kinds = [...new Set(refused.map((each) => each.gap))];
  const { refusals, gaps: labels, details } = texts[language];
  const closed = element("div", kinds.flatMap((kind) => [
    element("h4", labels[kind] ?? kind), element("p", [refusals[kind]?.meaning, " ", element("strong", refusals[kind]?.action)]),
    element("ul", refused.filter((each) => each.gap === kind).map((each) => element("li", [
      each.host && element("code", each.host), each.host && ` ${words.on} `, each.devices.join(", "),
      ` (${number(each.count)}×, ${clock(each.time)})`]))),
  ]));
  if (get("refused-hosts").innerHTML !== closed.innerHTML) get("refused-hosts").replaceChildren(...closed.children);
  rows(get("host-rows"), hosts.map((each) => element("tr", [
    element("th", element("code", each.host), { scope: "row" }), element("td", number(each.exchanges)),
    element("td", size(each.body_bytes - each.unread_bytes)), element("td", size(each.unread_bytes)),
    element("td", number(each.closed_connections)),
  ])), words["no-gaps"]);
  rows(get("gap-rows"), gaps.map((each) => element("tr", [
    element("th", [texts[language].gaps[each.gap] ?? each.gap, element("small", details[each.detail] ?? each.detail)], { scope: "row" }),
    element("td", element("code", each.host)), element("td", number(each.count)), element("td", size(each.bytes)),
  ])), words["no-gaps"]);
}

// Large tables are drawn anew only when what they show has changed.
function isNew(what, answer) {
  const told = JSON.stringify(answer);
  if (drawn.get(what) === told) return false;
  drawn.set(what, told);
  return true;
}

async function look(again = false) {
  try {
    const state = await ask("state");
    failures = 0;
    if (!state) { get("state").textContent = words.waiting; return; }
    showState(state);
    if (!again && state.changes === known) return;
    known = state.changes;
    const [cells, coverage] = await Promise.all([ask("matrix"), ask("coverage"), showFindings()]);
    if (cells) showMatrix(cells);
    if (coverage) { showCoverage(coverage); showProtection(state.protecting, coverage.protected); }
  } catch {
    failures += 1;
    if (failures > 2) get("state").textContent = words.lost;
  }
}

async function start() {
  texts = await (await fetch("/texts.json")).json();
  let remembered = null;
  try { remembered = localStorage.getItem("leerlek-language"); } catch { /* a browser that keeps nothing */ }
  speak(texts[remembered] ? remembered : document.documentElement.lang);
  get("language").addEventListener("click", () => {
    speak(language === "nl" ? "en" : "nl");
    try { localStorage.setItem("leerlek-language", language); } catch { /* as above */ }
    look(true);
  });
  get("pause").addEventListener("click", (event) => tell("command", { do: event.target.dataset.deed }));
  for (const name of ["stop", "real-stop"]) {
    get(name).addEventListener("click", () => { if (confirm(words.sure)) tell("command", { do: "stop" }); });
  }
  get("real-pause").addEventListener("click", () => tell("command", { do: "pause" }));
  get("step-end").addEventListener("click", () => tell("command", { do: "mark" }));
  get("own-step").addEventListener("submit", (event) => {
    event.preventDefault();
    const { title, actor } = Object.fromEntries(new FormData(event.target));
    mark(title, actor).then(() => event.target.reset());
  });
  get("filter").addEventListener("input", () => { page = 0; showFindings(); });
  get("filter").addEventListener("submit", (event) => event.preventDefault());
  get("previous").addEventListener("click", () => { page -= 1; showFindings(); });
  get("next").addEventListener("click", () => { page += 1; showFindings(); });
  get("device-rows").addEventListener("change", ({ target }) => {
    tell("device", { address: target.dataset.address, name: target.value }).then(() => { get("saved").textContent = words.saved; });
  });
  get("device-rows").addEventListener("click", ({ target }) => {
    if (!target.dataset.device) return;
    get("device").value = target.dataset.device;
    page = 0;
    showFindings();
    get("findings").focus();
  });
  for (;;) {
    await look();
    await new Promise((resolve) => setTimeout(resolve, going ? EVERY : 10 * EVERY));
  }
}

start();
