"use strict";
// Draws the figures of the page with the data that the page carries. No request leaves the page.
(() => {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const touch = window.matchMedia("(pointer: coarse)");
  const narrowPanel = 270; // below this many pixels a panel, panels are stacked in one column
  const drawn = [];

  const themes = {
    light: { ink: "#1b1f24", grid: "#e3e7eb", paper: "#ffffff" },
    dark: { ink: "#e6e9ed", grid: "#2e353d", paper: "#15181c" },
  };

  // On paper figures are drawn as on a screen, and the style sheet makes them fit A4 or letter.
  const paper = { width: 1040, colors: themes.light, narrow: narrowPanel };
  let form = null; // null on a screen

  function start() {
    const wide = window.matchMedia("(min-width: 1100px)"), contents = document.querySelector(".contents details");
    if (contents) {
      const unfold = () => { contents.open = wide.matches; };
      unfold();
      wide.addEventListener("change", unfold);
      // A menu closes once something is chosen; beside the page it stays.
      contents.addEventListener("click", event => { if (event.target.closest("a") && !wide.matches) contents.open = false; });
      contents.querySelector("summary").addEventListener("click", event => { if (wide.matches) event.preventDefault(); });
    }
    for (const details of document.querySelectorAll("details")) {
      details.addEventListener("toggle", () => { if (details.open) drawn.filter(item => details.contains(item.figure)).forEach(draw); });
    }
    for (const figure of document.querySelectorAll("figure.plot")) {
      const source = document.getElementById("json-" + figure.id).textContent;
      for (const link of figure.querySelectorAll("a[data-kind]")) {
        link.addEventListener("click", event => { event.preventDefault(); download(link, figure.id, source); });
      }
      if (!window.Plotly) {
        figure.querySelector(".drawing").textContent = "The figure could not be drawn: Plotly was not loaded. Its data are below.";
        continue;
      }
      const item = prepare(figure, JSON.parse(source));
      drawn.push(item);
      legend(item);
      draw(item);
    }
    window.addEventListener("hashchange", reveal);
    reveal();
    dark.addEventListener("change", drawAll);
    let opened = [];
    window.addEventListener("beforeprint", () => {
      opened = [...document.querySelectorAll("details:not([open], .every-line)")];
      for (const details of opened) details.open = true;
      form = paper;
      drawAll();
    });
    window.addEventListener("afterprint", () => {
      for (const details of opened) details.open = false;
      form = null;
      drawAll();
    });
    let timer = 0, width = window.innerWidth;
    window.addEventListener("resize", () => {
      if (window.innerWidth === width) return; // a phone's address bar changes the height only
      width = window.innerWidth;
      clearTimeout(timer);
      timer = setTimeout(drawAll, 120);
    });
  }

  // An address within a folded part opens it.
  function reveal() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target || null; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  }

  function prepare(figure, { data, layout }) {
    const menu = (layout.updatemenus || [])[0], slider = (layout.sliders || [])[0];
    const first = menu ? menu.buttons[menu.active] : slider && slider.steps[slider.active];
    return {
      figure, data, layout, menu, slider,
      hidden: new Set(),
      chosen: first ? first.args[0].visible : data.map(() => true),
      changes: slider ? first.args[1] : {},
    };
  }

  function drawAll() {
    for (const item of drawn) draw(item);
  }

  function draw(item) {
    const place = item.figure.querySelector(".drawing");
    const { width, colors, narrow } = form || { width: place.clientWidth, colors: themes[dark.matches ? "dark" : "light"], narrow: narrowPanel };
    if (!form && !place.clientWidth) return; // folded away: drawn when it is opened
    const traces = item.data.map((trace, i) => ({ ...trace, visible: item.chosen[i] && !item.hidden.has(trace.legendgroup) && !item.hidden.has(trace.meta) }));
    // The buttons are named one by one: Plotly's own list has one that sends the data to a web site.
    const config = { displaylogo: false, displayModeBar: touch.matches ? false : "hover", modeBarButtons: [["toImage", "zoom2d", "pan2d", "resetScale2d"]] };
    window.Plotly.react(place, traces, fit(changed(item), width, colors, narrow), config);
  }

  // The stored layout with what the slider's step says of it: texts of annotations, named as Plotly names them.
  function changed({ layout, changes, slider }) {
    const annotations = (layout.annotations || []).map((annotation, i) => ({ ...annotation, text: changes[`annotations[${i}].text`] || annotation.text }));
    return slider ? { ...layout, annotations, uirevision: "slider" } : layout; // whoever has zoomed stays there from step to step
  }

  // The stored layout is for a wide screen; this gives it the page's width and colours.
  function fit(stored, width, colors, narrow) {
    const layout = { ...stored, width, showlegend: false, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };
    delete layout.updatemenus;
    delete layout.sliders;
    layout.font = { color: colors.ink, size: 12, family: getComputedStyle(document.body).fontFamily };
    layout.hoverlabel = { bgcolor: colors.paper, bordercolor: colors.grid, font: { color: colors.ink } };
    layout.modebar = { bgcolor: "rgba(0,0,0,0)", color: colors.grid, activecolor: colors.ink };
    if (touch.matches) layout.dragmode = false; // a finger on a figure scrolls the page
    const stacked = width / stored.grid.columns < narrow;
    if (stacked) {
      const panels = stored.grid.subplots.flat().filter(name => name);
      layout.grid = { ...stored.grid, columns: 1, rows: panels.length, subplots: panels.map(name => [name]) };
      layout.height = stored.meta.margins + panels.length * stored.meta.panelHeight;
      layout.margin = { ...stored.margin, l: 56, r: 6 };
    }
    for (const key of Object.keys(stored).filter(name => /^[xy]axis\d*$/.test(name))) {
      layout[key] = { ...stored[key], gridcolor: colors.grid, linecolor: colors.ink, ticks: "outside", tickcolor: colors.grid };
      if (stacked && key[0] === "y") {
        layout[key].title = stored[key].title || stored.meta.verticalTitle;
        delete layout[key].showticklabels; // a panel by itself needs its words
      }
    }
    return layout;
  }

  // The legend is part of the page, so that it wraps on a phone and never covers a panel.
  function legend(item) {
    const bar = item.figure.querySelector(".legend");
    if (item.menu) {
      const label = document.createElement("span");
      label.className = "label";
      label.innerHTML = item.menu.name; // written by the program, never by a user
      bar.append(label);
      const buttons = item.menu.buttons.map((choice, i) => {
        const button = chip(bar, "choice", choice.label, i === item.menu.active);
        button.addEventListener("click", () => {
          item.chosen = choice.args[0].visible;
          buttons.forEach((other, j) => other.setAttribute("aria-pressed", String(i === j)));
          draw(item);
        });
        return button;
      });
      const line = document.createElement("span");
      line.className = "break";
      bar.append(line);
    }
    if (item.slider) slide(item, bar);
    const seen = new Set();
    for (const trace of item.data) {
      if (!trace.showlegend || seen.has(trace.legendgroup)) continue;
      seen.add(trace.legendgroup);
      const button = chip(bar, "group", trace.name, true);
      button.title = "Show or hide";
      button.prepend(swatch(trace));
      button.addEventListener("click", () => {
        const hide = !item.hidden.delete(trace.legendgroup);
        if (hide) item.hidden.add(trace.legendgroup);
        button.setAttribute("aria-pressed", String(!hide));
        draw(item);
      });
    }
  }

  // The browser's own slider: it takes keys and fingers, and a screen reader reads it.
  function slide(item, bar) {
    const { steps, active, name } = item.slider;
    const line = document.createElement("label");
    line.className = "slider";
    const words = document.createElement("span");
    const value = document.createElement("output");
    words.className = "label";
    words.innerHTML = name + " = "; // written by the program, never by a user
    words.append(value);
    const input = document.createElement("input");
    Object.assign(input, { type: "range", min: 0, max: steps.length - 1, step: 1, value: active });
    input.setAttribute("aria-label", words.textContent.replace(/ = $/, ""));
    const tell = () => {
      value.textContent = steps[input.value].label;
      input.setAttribute("aria-valuetext", value.textContent);
    };
    input.addEventListener("input", () => {
      [item.chosen, item.changes] = [steps[input.value].args[0].visible, steps[input.value].args[1]];
      tell();
      draw(item);
    });
    tell();
    line.append(words, input);
    bar.append(line);
  }

  function chip(bar, kind, text, pressed) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = kind;
    button.setAttribute("aria-pressed", String(pressed));
    const span = document.createElement("span");
    span.innerHTML = text; // escaped when the figure was written; only sub and sup are tags
    button.append(span);
    bar.append(button);
    return button;
  }

  const shapes = {
    "circle": "M12 2a4 4 0 1 0 .01 0Z", "square": "M8 2h8v8h-8Z", "diamond": "M12 1l5 5l-5 5l-5-5Z",
    "triangle-up": "M12 1l5 9h-10Z", "triangle-down": "M12 11l5-9h-10Z",
    "cross": "M10.5 1h3v3.5h3.500v3h-3.500v3.500h-3v-3.500h-3.500v-3h3.500Z",
  };

  function swatch(trace) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("width", "24");
    svg.setAttribute("height", "12");
    svg.setAttribute("aria-hidden", "true");
    const color = (trace.line && trace.line.color) || trace.marker.color;
    const dashes = { dash: "6 3", dot: "2 2" };
    if (!trace.mode || trace.mode.includes("lines")) {
      part(svg, "M0 6h24", { stroke: color, "stroke-width": (trace.line && trace.line.width) || (trace.mode ? 2 : 8), "stroke-dasharray": dashes[trace.line && trace.line.dash] || "none" });
    }
    if (trace.mode && trace.mode.includes("markers")) {
      const hollow = trace.marker.symbol.endsWith("-open");
      part(svg, shapes[trace.marker.symbol.replace("-open", "")], { fill: hollow ? "none" : color, stroke: color, "stroke-width": hollow ? 1.5 : 0 });
    }
    return svg;
  }

  function part(svg, path, attributes) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", "path");
    element.setAttribute("d", path);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    svg.append(element);
  }

  async function download(link, name, json) {
    const blob = link.dataset.kind === "json"
      ? new Blob([json], { type: "application/json" })
      : await unpack(document.getElementById("csv-" + name).textContent);
    const address = URL.createObjectURL(blob);
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.download = link.download;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  }

  async function unpack(base64) {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Blob([await new Response(stream).arrayBuffer()], { type: "text/csv" });
  }

  start();
})();
