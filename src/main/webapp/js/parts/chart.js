import { html, useEffect, useLayoutEffect, useRef, useState } from "../lib/preact.js";
import { useTheme } from "../lib/theme.js";
import { moment } from "../lib/time.js";
import { uPlot } from "../lib/uplot.js";
import { Scroll } from "./page.js";

const HOUR_MINUTE = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const TWO_DAYS = 2 * 86400;
const FONT = "12px system-ui, sans-serif";

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function timeLabels(plot, splits) {
  const [from, to] = [plot.scales.x.min, plot.scales.x.max];
  return splits.map(at => {
    const date = new Date(at * 1000);
    return to - from > TWO_DAYS || (date.getHours() === 0 && date.getMinutes() === 0)
      ? DAY.format(date)
      : HOUR_MINUTE.format(date);
  });
}

function axes(format) {
  const line = { stroke: colour("--dim"), font: FONT, ticks: { show: false } };
  const grid = { stroke: colour("--line"), width: 1 };
  return [
    { ...line, grid: { show: false }, values: timeLabels, space: 70, size: 28 },
    { ...line, grid, values: (plot, splits) => splits.map(format), size: 62, space: 38, gap: 8 },
  ];
}

function lines(series) {
  return series.map(each => ({
    stroke: colour(each.colour),
    fill: each.fill && colour(each.fill),
    width: 1.6,
    dash: each.dash,
    spanGaps: true,
    points: { show: false },
  }));
}

function options({ series, format, least, height }, width, onCursor) {
  return {
    width,
    height,
    padding: [10, 22, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: { y: { range: (plot, min, max) => [0, Math.max(max * 1.08, least)] } },
    series: [{}, ...lines(series)],
    axes: axes(format),
    hooks: { setCursor: [plot => onCursor(plot.cursor.idx)] },
  };
}

/** Draws the canvas, again whenever its width or the colours change. */
function usePlot(box, props, data, onCursor) {
  const plot = useRef(null);
  const latest = useRef(data);
  latest.current = data;
  const theme = useTheme();
  const [error, setError] = useState(null);
  useLayoutEffect(() => {
    let gone = false;
    const observer = new ResizeObserver(() =>
      plot.current?.setSize({ width: box.current.clientWidth, height: props.height }),
    );
    uPlot().then(Plot => {
      if (gone) return;
      plot.current = new Plot(options(props, box.current.clientWidth, onCursor), latest.current, box.current);
      observer.observe(box.current);
    }, setError);
    return () => {
      gone = true;
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [theme]);
  useEffect(() => plot.current?.setData(data), [data]);
  return error;
}

function Legend({ series, times, at, format }) {
  const i = at ?? times.length - 1;
  return html`<ul class="legend">
    ${series.map(
      each =>
        html` <li key=${each.label}>
          <svg width="18" height="8" aria-hidden="true">
            <path d="M0 4h18" class="stroke${each.colour}" stroke-dasharray=${each.dash?.join(" ")} /></svg
          >${each.label} <b>${format(each.values[i])}</b>
        </li>`,
    )}
    <li class="dim">${times.length ? (at === null ? "now" : moment(times[i])) : ""}</li>
  </ul>`;
}

function Table({ title, series, times, format }) {
  const [open, setOpen] = useState(false);
  const rows = times.map((at, i) => i).reverse();
  return html`<details class="behind" onToggle=${event => setOpen(event.target.open)}>
    <summary>As a table</summary>
    ${
      open &&
      html`<${Scroll} label="${title}, as a table"><table class="plain">
      <thead><tr><th scope="col">Time</th>${series.map(each => html`<th scope="col" class="n">${each.label}</th>`)}
        </tr></thead>
      <tbody>${rows.map(
        i =>
          html`<tr key=${times[i]}>
            <th scope="row">${moment(times[i])}</th>
            ${series.map(each => html`<td class="n">${format(each.values[i])}</td>`)}
          </tr>`,
      )}</tbody></table></${Scroll}>`
    }
  </details>`;
}

/**
 * Lines over time with axes, a legend that tells the values under the pointer, and the numbers as a table.
 *
 * series: [{ label, values, colour: "--accent", fill?, dash? }], times: ISO instants of the same number; least: what
 * the vertical axis reaches at least, so that it does not make much of nothing.
 */
export function Chart({ title, summary, series, times, format, least, height = 190 }) {
  const box = useRef(null);
  const [at, setAt] = useState(null);
  const data = [times.map(time => new Date(time) / 1000), ...series.map(each => each.values)];
  const error = usePlot(box, { series, format, least, height }, data, index => setAt(index ?? null));
  return html`<figure class="chart">
    <${Legend} series=${series} times=${times} at=${at} format=${format} />
    <div ref=${box} class="plot" role="img" aria-label="${title}. ${summary}"></div>
    ${error && html`<p class="dim">${error.message}; the table has the numbers.</p>`}
    <${Table} title=${title} series=${series} times=${times} format=${format} />
  </figure>`;
}
