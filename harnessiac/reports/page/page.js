// Filters, opens and moves between rows; sets differences side by side; draws the graph. Makes text nodes only.
"use strict";

(() => {
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const make = (name, className = "", ...content) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  const rows = all("details.row");
  const changes = all("#changes details.row");
  for (const part of all(".tools, .keys, .graph")) part.hidden = false;

  // Differences

  /** The unified difference as pairs of lines: [old number, old text, new number, new text], undefined where none is. */
  function pairs(text) {
    const found = [];
    let removed = [], added = [], before = 0, after = 0;
    const flush = () => {
      for (let i = 0; i < Math.max(removed.length, added.length); i++) {
        found.push([...(removed[i] ?? [undefined, undefined]), ...(added[i] ?? [undefined, undefined])]);
      }
      removed = [];
      added = [];
    };
    for (const line of text.replace(/\n$/, "").split("\n")) {
      const rest = line.slice(1);
      if (line[0] === "-") removed.push([before++, rest]);
      else if (line[0] === "+") added.push([after++, rest]);
      else {
        flush();
        if (line[0] === "@") {
          [before, after] = /^@@ -(\d+).*? \+(\d+)/.exec(line).slice(1).map(Number);
          found.push(null);
        } else if (line[0] === " ") found.push([before++, rest, after++, rest]);
        else found.push([undefined, line, undefined, line]);
      }
    }
    flush();
    return found;
  }

  /** What two lines have in common at their start and end, and what is between. */
  function parts(one, other) {
    const most = Math.min(one.length, other.length);
    let start = 0, end = 0;
    while (start < most && one[start] === other[start]) start++;
    while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end++;
    return [one.slice(0, start), one.slice(start, one.length - end), one.slice(one.length - end)];
  }

  function cell(text, other, mark) {
    const made = make("td", text === undefined ? "none" : mark);
    if (text === undefined) return made;
    const [start, middle, end] = other === undefined || mark === "same" ? [text, "", ""] : parts(text, other);
    made.append(start);
    if (middle) made.append(start.trim() || end ? make(mark === "old" ? "del" : "ins", "", middle) : middle);
    made.append(end);
    return made;
  }

  function sideBySide(text) {
    const body = make("tbody");
    const found = pairs(text);
    const isOneSided = !found.some((pair) => pair && pair[1] !== undefined && pair[3] !== undefined);
    for (const pair of found) {
      if (pair === null) {
        if (body.lastChild) body.append(make("tr", "gap", make("td", "", "⋯")));
        continue;
      }
      const [before, old, after, now] = pair;
      const isSame = old === now;
      const line = make("tr", isSame ? "same" : "");
      const sides = [
        [make("td", "number", String(before ?? "")), cell(old, now, isSame ? "same" : "old")],
        [make("td", "number", String(after ?? "")), cell(now, old, isSame ? "same" : "new")],
      ];
      for (const [index, side] of sides.entries()) if (!isOneSided || pair[2 * index + 1] !== undefined) line.append(...side);
      body.append(line);
    }
    for (const gap of all(".gap td", body)) gap.colSpan = isOneSided ? 2 : 4;
    const table = make("table", isOneSided ? "sides one" : "sides", body);
    table.setAttribute("aria-label", "Difference, before and after");
    return table;
  }

  function fill(row) {
    const text = find("pre.difference", row);
    if (text) text.replaceWith(sideBySide(text.textContent));
  }

  for (const row of rows) {
    row.addEventListener("toggle", () => {
      if (row.open) fill(row);
    });
  }

  // Filters

  const search = find("#search");
  const texts = new Map();
  const textOf = (row) => {
    if (!texts.has(row)) {
      const own = all("summary, .notes, .fields, .difference, .sides", row);
      texts.set(row, own.map((part) => part.textContent).join("\n").toLowerCase());
    }
    return texts.get(row);
  };

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verbs = new Set(all(".verbs [aria-pressed=true]").map((button) => button.value));
    const kind = find("#kind").value, scope = find("#scope").value;
    let shown = 0;
    for (const row of changes) {
      const { verb, kind: its, scope: where } = row.dataset;
      const matches = (!verbs.size || verbs.has(verb)) && (!kind || kind === its) && (!scope || scope === where)
        && words.every((word) => textOf(row).includes(word));
      row.hidden = !matches;
      shown += matches;
    }
    find("#shown").textContent = shown === changes.length ? "" : `${shown} of ${changes.length}`;
    find("#none").hidden = shown > 0;
    dim();
    tellOpen();
  }

  function clear() {
    search.value = find("#kind").value = find("#scope").value = "";
    for (const button of all(".verbs button")) button.setAttribute("aria-pressed", "false");
    filter();
  }

  const visible = () => rows.filter((row) => !row.hidden);

  let isToTell = false;
  function tellOpen() {
    if (isToTell) return;
    isToTell = true;
    requestAnimationFrame(() => {
      isToTell = false;
      const isOpen = changes.some((row) => row.open && !row.hidden);
      find("#open").textContent = isOpen ? "Close all" : "Open all";
    });
  }

  if (search) {
    let waiting;
    search.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(filter, 80);
    });
    for (const select of all(".tools select")) select.addEventListener("change", filter);
    for (const button of all(".verbs button")) {
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
        filter();
      });
    }
    find("#none button").addEventListener("click", clear);
    find("#open").addEventListener("click", () => {
      const open = find("#open").textContent === "Open all";
      for (const row of changes) if (!row.hidden) row.open = open;
      tellOpen();
    });
    find("#changes .rows").addEventListener("toggle", tellOpen, true);
    for (const total of all("a.total")) {
      const button = all(".verbs button").find((one) => total.classList.contains(one.value));
      if (button) total.addEventListener("click", () => {
        clear();
        button.click();
      });
    }
  }

  // Going to a row: by address, by key

  function jump(id) {
    const row = document.getElementById(id);
    if (!row?.matches("details.row")) return;
    if (row.hidden) clear();
    row.open = true;
    fill(row);
    find("summary", row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "start" });
    row.classList.remove("here");
    requestAnimationFrame(() => row.classList.add("here"));
  }

  const wanted = () => {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch {
      return "";
    }
  };
  addEventListener("hashchange", () => jump(wanted()));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#"]');
    if (link && link.hash === location.hash) jump(wanted());
  });

  function move(step) {
    const shown = visible();
    const at = shown.indexOf(document.activeElement?.closest("details.row"));
    const next = shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + step, 0), shown.length - 1)];
    if (next) {
      find("summary", next).focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest" });
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target;
    if (at === search && event.key === "ArrowDown") {
      event.preventDefault();
      move(1);
    } else if (at === search && event.key === "Escape") {
      clear();
      search.blur();
    }
    if (at.matches?.("input, select, textarea")) return;
    const isOnRow = at === document.body || at.closest?.("details.row");
    const action = {
      "/": () => search?.focus(),
      j: () => move(1),
      k: () => move(-1),
      ArrowDown: isOnRow && at !== document.body && (() => move(1)),
      ArrowUp: isOnRow && at !== document.body && (() => move(-1)),
      g: () => {
        const graph = find(".graph");
        if (!graph) return;
        graph.open = !graph.open;
        graph.scrollIntoView({ block: "nearest" });
      },
      Escape: search && clear,
    }[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  // The graph

  let drawn;
  const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function looks() {
    const verbs = ["delete", "replace", "update", "forget", "move", "import", "create"];
    return [
      {
        selector: "node",
        style: {
          shape: "round-rectangle", width: "data(width)", height: 28, label: "data(label)",
          "font-family": "ui-monospace, monospace", "font-size": 11, "min-zoomed-font-size": 4, "text-valign": "center", "text-halign": "center",
          color: color("--quiet"), "background-color": color("--raised"), "border-width": 1,
          "border-color": color("--line"),
        },
      },
      ...verbs.map((verb) => ({
        selector: `node[verb="${verb}"]`,
        style: {
          color: color("--text"), "border-width": 2, "border-color": color(`--${verb}`),
          "background-color": color(`--${verb}-soft`),
        },
      })),
      {
        selector: "edge",
        style: {
          width: 1.5, "line-color": color("--edge"), "target-arrow-color": color("--edge"), "arrow-scale": 0.8,
          "target-arrow-shape": "triangle", "curve-style": "straight",
          "source-endpoint": "90deg", "target-endpoint": "270deg",
        },
      },
      { selector: ".dim", style: { opacity: 0.25 } },
      { selector: "node.near", style: { "border-width": 4 } },
    ];
  }

  function draw(box) {
    const { nodes, edges } = JSON.parse(find("#graph-data").textContent);
    const heights = nodes.map((node) => node.y);
    const height = Math.max(...heights) - Math.min(...heights) + 100;
    box.style.height = `${Math.min(Math.max(height, 140), innerHeight * 0.6)}px`;
    drawn = cytoscape({
      container: box,
      elements: [
        ...nodes.map((node, i) => ({ data: { id: `n${i}`, ...node }, position: { x: node.x, y: node.y } })),
        ...edges.map(([from, to]) => ({ data: { source: `n${from}`, target: `n${to}` } })),
      ],
      layout: { name: "preset", fit: true, padding: 20 },
      style: looks(),
      autoungrabify: true, autounselectify: true, boxSelectionEnabled: false, userZoomingEnabled: false,
      minZoom: 0.02, maxZoom: 2,
    });
    if (drawn.zoom() > 1.1) {
      drawn.zoom(1.1);
      drawn.center();
    }
    drawn.on("tap", "node[address]", (event) => {
      const hash = `#${encodeURIComponent(event.target.data("address"))}`;
      if (location.hash === hash) jump(wanted());
      else location.hash = hash;
    });
    drawn.on("mouseover", "node", (event) => {
      event.target.addClass("near");
      if (event.target.data("address")) box.classList.add("link");
    });
    drawn.on("mouseout", "node", (event) => {
      event.target.removeClass("near");
      box.classList.remove("link");
    });
    // the wheel scrolls the page; with a key it zooms
    box.addEventListener("wheel", (event) => drawn.userZoomingEnabled(event.ctrlKey || event.metaKey), { capture: true });
    const zoom = (factor) => drawn.zoom({
      level: drawn.zoom() * factor, renderedPosition: { x: box.clientWidth / 2, y: box.clientHeight / 2 },
    });
    const buttons = make("div", "zoom");
    for (const [sign, name, act] of [
      ["+", "Zoom in", () => zoom(1.4)], ["−", "Zoom out", () => zoom(1 / 1.4)], ["⤢", "Show all", () => drawn.fit(undefined, 20)],
    ]) {
      const button = make("button", "", sign);
      button.type = "button";
      button.setAttribute("aria-label", name);
      button.addEventListener("click", act);
      buttons.append(button);
    }
    box.after(buttons);
    dim();
  }

  /** Nodes of rows that are filtered out stand back. */
  function dim() {
    drawn?.batch(() => {
      for (const node of drawn.nodes("[address]")) {
        node.toggleClass("dim", Boolean(document.getElementById(node.data("address"))?.hidden));
      }
    });
  }

  const graph = find(".graph");
  if (graph) {
    graph.addEventListener("toggle", () => {
      if (graph.open && !drawn) draw(find("[role=img]", graph));
    });
    const few = 40;
    if (JSON.parse(find("#graph-data").textContent).nodes.length <= few) graph.open = true;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn?.style(looks()));
  }

  // On paper everything is open, as far as anybody would print it

  const MOST_PRINTED = 300;
  let opened = [], picture;
  addEventListener("beforeprint", () => {
    document.documentElement.classList.add("paper");
    opened = visible().filter((row) => !row.open).slice(0, MOST_PRINTED);
    for (const row of opened) {
      row.open = true;
      fill(row);
    }
    if (drawn && graph.open) {
      drawn.style(looks());
      picture = make("img");
      picture.src = drawn.png({ full: true, scale: 2, maxWidth: 4000, maxHeight: 4000 });
      graph.append(picture);
    }
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("paper");
    for (const row of opened) row.open = false;
    picture?.remove();
    drawn?.style(looks());
  });

  if (changes.length === 1) changes[0].open = true;
  jump(wanted());
})();
