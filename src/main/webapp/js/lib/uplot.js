// The chart library, loaded by the first page that draws a chart. The one place that knows its version.
const dist = new URL("../../webjars/uplot/1.6.30/dist/", import.meta.url);
let loaded;

function add(element) {
  return new Promise((resolve, reject) => {
    element.onload = resolve;
    element.onerror = () => reject(new Error("the chart library could not be loaded"));
    document.head.append(element);
  });
}

/** The uPlot constructor. */
export function uPlot() {
  loaded ??= Promise.all([
    add(Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("uPlot.min.css", dist) })),
    add(Object.assign(document.createElement("script"), { src: new URL("uPlot.iife.min.js", dist) })),
  ]).then(() => window.uPlot);
  return loaded;
}
