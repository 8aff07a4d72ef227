"use strict";
// Draws the charts of a study's page: one function per chart, from the JSON in the page to ECharts options.
(() => {
  const study = JSON.parse(document.getElementById("study").textContent);
  const objective = study.objectives[0];
  const states = {
    completed: { label: "feasible", color: "--good", symbol: "circle" },
    infeasible: { label: "infeasible", color: "--bad", symbol: "triangle" },
    pruned: { label: "pruned", color: "--pruned", symbol: "diamond" },
    failed: { label: "failed", color: "--failed", symbol: "rect" },
    running: { label: "running", color: "--muted", symbol: "emptyCircle" },
  };

  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const escape = text => String(text).replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);
  const number = value => value === null || value === undefined ? "-" : String(Number(Number(value).toPrecision(5)));
  const compact = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 4 });
  const tick = value => Math.abs(value) >= 10000 ? compact.format(value) : String(Number(value.toPrecision(6)));
  // Of dotted names the parts before the last lose all but their first letter, before anything is cut out of the middle.
  const cut = (text, length) => text.length <= length ? text
    : `${text.slice(0, Math.ceil(length / 2) - 1)}…${text.slice(-Math.floor(length / 2))}`;
  const short = (text, length) => text.length <= length ? text
    : cut(text.replace(/([^./])[^./]*(?=[./])/g, "$1"), length);
  const isNarrow = () => document.documentElement.clientWidth < 640;

  const axis = (name, more) => ({
    type: "value", name, nameLocation: "middle", nameGap: 28, scale: true,
    nameTextStyle: { color: color("--muted") }, axisLabel: { color: color("--muted"), hideOverlap: true, formatter: tick },
    axisLine: { show: true, lineStyle: { color: color("--line") } }, splitLine: { lineStyle: { color: color("--line") } },
    ...more,
  });
  const percents = () => ({ color: color("--muted"), formatter: v => `${Math.round(v * 100)} %` });
  const upright = (name, more) => axis(name, { nameGap: 52, ...more });
  const frame = more => ({
    animation: false, textStyle: { color: color("--ink") }, aria: { enabled: false },
    grid: { left: 72, right: 20, top: 40, bottom: 46 },
    legend: { top: 0, type: "scroll", textStyle: { color: color("--ink") }, inactiveColor: color("--line") },
    tooltip: {
      confine: true, backgroundColor: color("--panel"), borderColor: color("--line"), textStyle: { color: color("--ink") },
    },
    ...more,
  });

  const valueOf = trial => trial.state === "pruned" ? trial.last : trial.values[0] ?? null;
  const points = (trials, x, y) => Object.entries(states).flatMap(([state, look]) => {
    const data = trials.filter(t => t.state === state && x(t) !== null && y(t) !== null)
      .map(t => ({ value: [x(t), y(t)], number: t.number }));
    return data.length === 0 ? [] : [{
      type: "scatter", name: look.label, data, symbol: look.symbol, symbolSize: 8,
      itemStyle: { color: color(look.color), opacity: .8 },
    }];
  });
  const told = (x, y) => p => p.data.number === undefined ? escape(p.seriesName)
    : `trial ${p.data.number}<br>${escape(x)}: ${number(p.data.value[0])}<br>${escape(y)}: ${number(p.data.value[1])}`;

  function history() {
    let best = null;
    const line = [];
    for (const trial of study.trials) {
      const value = trial.state === "completed" ? trial.values[0] ?? null : null;
      if (value !== null && (best === null || (objective.maximize ? value > best : value < best))) best = value;
      if (best !== null) line.push([trial.number, best]);
    }
    const single = study.objectives.length === 1;
    return frame({
      xAxis: axis("trial", { min: 0, minInterval: 1 }), yAxis: upright(objective.name),
      tooltip: { ...frame().tooltip, formatter: told("trial", objective.name) },
      series: [
        ...points(study.trials, t => t.number, valueOf),
        ...(single ? [{
          type: "line", name: "best so far", data: line, step: "end", symbol: "none", z: 1,
          lineStyle: { color: color("--best"), width: 2 }, itemStyle: { color: color("--best") },
        }] : []),
      ],
    });
  }

  function front() {
    const members = study.trials.filter(t => study.best.includes(t.number))
      .map(t => ({ value: [t.against, t.values[0]], number: t.number })).sort((a, b) => a.value[0] - b.value[0]);
    const isFront = study.objectives.length > 1;
    return frame({
      xAxis: axis(study.against), yAxis: upright(objective.name),
      tooltip: { ...frame().tooltip, formatter: told(study.against, objective.name) },
      series: [
        ...points(study.trials, t => t.against, valueOf),
        {
          type: "line", name: isFront ? "Pareto front" : "best", data: members, symbol: "circle", symbolSize: 11,
          lineStyle: { color: color("--best"), width: 2 }, itemStyle: { color: color("--best") },
        },
      ],
    });
  }

  function importance() {
    const bars = study.importance.slice().reverse();
    return frame({
      legend: undefined, grid: { left: isNarrow() ? 120 : 220, right: 60, top: 8, bottom: 46 },
      xAxis: axis("share of variance", { min: 0, axisLabel: percents() }),
      yAxis: axis("", {
        type: "category", data: bars.map(b => short(b.name, isNarrow() ? 16 : 32)),
        axisLabel: { color: color("--ink"), interval: 0 },
      }),
      tooltip: { ...frame().tooltip, formatter: p => `${escape(bars[p.dataIndex].name)}: ${number(p.value * 100)} %` },
      series: [{
        type: "bar", data: bars.map(b => b.share), itemStyle: { color: color("--good") }, barMaxWidth: 22,
        label: { show: true, position: "right", color: color("--ink"), formatter: p => `${(p.value * 100).toFixed(1)} %` },
      }],
    });
  }

  function parallelAxis(a, dim) {
    const look = {
      dim, name: short(a.name, 20), nameRotate: 25, nameGap: 8,
      nameTextStyle: { color: color("--ink"), fontSize: 11, align: "left" },
      axisLine: { lineStyle: { color: color("--muted") } }, axisTick: { lineStyle: { color: color("--muted") } },
      axisLabel: { color: color("--ink"), fontSize: 10, textBorderColor: color("--paper"), textBorderWidth: 3 },
    };
    if (a.choices) return { ...look, type: "category", data: a.choices.map(c => short(c, 14)) };
    return a.log ? { ...look, type: "log", min: a.low, max: a.high }
      : { ...look, type: "value", min: a.low, max: a.high, scale: true };
  }

  function parallel() {
    const shown = study.trials.filter(t => ["completed", "infeasible"].includes(t.state) && t.values[0] !== null);
    const values = shown.map(t => t.values[0]);
    const bounds = { low: Math.min(...values), high: Math.max(...values) };
    const last = study.axes.length;
    const data = shown.map(t => [...t.axes.map(v => v === null ? "-" : v), t.values[0]]);
    // The best lines are drawn last, above the others.
    data.sort((a, b) => (a[last] - b[last]) * (objective.maximize ? 1 : -1));
    const scale = ["#fde725", "#5ec962", "#21918c", "#3b528b", "#440154"];
    const dark = ["#3b528b", "#21918c", "#5ec962", "#b5de2b", "#fde725"];
    const colors = matchMedia("(prefers-color-scheme: dark)").matches && !printing ? dark : scale;
    return frame({
      legend: undefined, tooltip: { show: false },
      parallel: { left: 40, right: 90, top: 76, bottom: 64, axisExpandable: false },
      parallelAxis: [...study.axes.map(parallelAxis), {
        ...parallelAxis({ name: objective.name, low: bounds.low, high: bounds.high }, last),
        axisLabel: { ...parallelAxis({ name: "" }, 0).axisLabel, formatter: number },
      }],
      visualMap: {
        type: "continuous", dimension: last, min: bounds.low, max: bounds.high === bounds.low ? bounds.low + 1 : bounds.high,
        orient: "horizontal", left: "center", bottom: 4, itemHeight: 160, formatter: number,
        text: objective.maximize ? ["best", "worst"] : ["worst", "best"], textStyle: { color: color("--ink") },
        inRange: { color: objective.maximize ? colors : colors.slice().reverse() },
      },
      series: [{ type: "parallel", data, lineStyle: { width: 1.5, opacity: data.length > 200 ? .35 : .6 } }],
    });
  }

  function curves() {
    const seen = new Set();
    return frame({
      xAxis: axis("step", { minInterval: 1 }), yAxis: upright("reported value"),
      tooltip: { ...frame().tooltip, formatter: p => `${p.seriesId}<br>step ${p.value[0]}: ${number(p.value[1])}` },
      series: study.curves.map(c => {
        const look = states[c.state] ?? states.running;
        seen.add(look.label);
        return {
          type: "line", id: `trial ${c.number}`, name: look.label, data: c.points, symbol: "circle", symbolSize: 4,
          showSymbol: c.points.length < 3, lineStyle: { color: color(look.color), width: 1.2, opacity: .6 },
          itemStyle: { color: color(look.color) },
        };
      }),
      legend: { ...frame().legend, data: [...seen] },
    });
  }

  function timeline() {
    const times = study.trials.filter(t => t.start !== null && t.end !== null);
    const end = Math.max(...times.map(t => t.end));
    const [unit, seconds] = end > 7200 ? ["hours", 3600] : end > 180 ? ["minutes", 60] : ["seconds", 1];
    const rectangle = (params, api) => {
      const start = api.coord([api.value(0), api.value(2)]);
      const stop = api.coord([api.value(1), api.value(2)]);
      const height = Math.max(2, Math.min(16, Math.abs(api.size([0, 1])[1]) * .8));
      return {
        type: "rect", style: { fill: api.visual("color") },
        shape: { x: start[0], y: start[1] - height / 2, width: Math.max(2, stop[0] - start[0]), height },
      };
    };
    return frame({
      xAxis: axis(unit, { min: 0 }), yAxis: upright("trial", { inverse: true, minInterval: 1 }),
      tooltip: {
        ...frame().tooltip,
        formatter: p => `trial ${p.value[2]}, ${escape(p.seriesName)}<br>${number((p.value[1] - p.value[0]) * seconds)} s`,
      },
      series: Object.entries(states).flatMap(([state, look]) => {
        const data = times.filter(t => t.state === state).map(t => [t.start / seconds, t.end / seconds, t.number]);
        return data.length === 0 ? [] : [{
          type: "custom", name: look.label, renderItem: rectangle, data, encode: { x: [0, 1], y: 2 },
          itemStyle: { color: color(look.color) },
        }];
      }),
    });
  }

  function layers() {
    const hasCosts = study.layers.some(l => l.sensitivity !== null);
    return frame({
      grid: { left: 72, right: hasCosts ? 72 : 20, top: 40, bottom: 110 },
      xAxis: axis("", {
        type: "category", data: study.layers.map(l => short(l.name, 18)), splitLine: { show: false },
        axisLabel: { color: color("--muted"), rotate: 50 },
      }),
      yAxis: [
        upright("kept", { min: 0, max: 1, scale: false, axisLabel: percents() }),
        ...(hasCosts ? [upright("sensitivity", { splitLine: { show: false } })] : []),
      ],
      tooltip: {
        ...frame().tooltip,
        formatter: p => `${escape(study.layers[p.dataIndex].name)}<br>${escape(p.seriesName)}: ${number(p.value)}`,
      },
      series: [
        { type: "bar", name: "kept", data: study.layers.map(l => l.kept), itemStyle: { color: color("--good") }, barMaxWidth: 28 },
        ...(hasCosts ? [{
          type: "scatter", name: "sensitivity", yAxisIndex: 1, symbol: "diamond", symbolSize: 10,
          data: study.layers.map(l => l.sensitivity),
          itemStyle: { color: color("--bad"), opacity: 1, borderColor: color("--paper"), borderWidth: 1.5 },
        }] : []),
      ],
    });
  }

  const charts = { history, front, importance, parallel, curves, timeline, layers };
  const drawn = new Map();
  let printing = false;

  function draw() {
    for (const place of document.querySelectorAll("[data-chart]")) {
      try {
        if (place.dataset.chart === "importance") place.style.height = `${80 + 26 * study.importance.length}px`;
        const chart = drawn.get(place) ?? echarts.init(place, null, { renderer: "svg" });
        drawn.set(place, chart);
        chart.resize();
        chart.setOption(charts[place.dataset.chart](), true);
      } catch (problem) {
        place.textContent = `This chart could not be drawn: ${problem.message}`;
        console.error(place.dataset.chart, problem);
      }
    }
  }

  draw();
  let pending;
  addEventListener("resize", () => { clearTimeout(pending); pending = setTimeout(draw, 100); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  addEventListener("beforeprint", () => { printing = true; draw(); });
  addEventListener("afterprint", () => { printing = false; draw(); });
})();
