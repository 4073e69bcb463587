/** The page's style: lanes above, the list and the panel below; one column on a narrow screen; light or dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --edge: #dfe3ea; --ink: #16202e; --soft: #586678; --track: #f3f5f9;
  --accent: #0b6bcb; --call: #2d6cdf; --span: #0f8f6b; --fail: #b3261e; --wait: #c9d0da; --on-bar: #ffffff;
  --fail-back: #fbe4e2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e131a; --card: #161d27; --edge: #283342; --ink: #e8edf4; --soft: #9aa8bb; --track: #1b2430;
    --accent: #5cb0ff; --call: #5b93f5; --span: #3ecf9f; --fail: #ff8a80; --wait: #3a4656; --on-bar: #0b1220;
    --fail-back: #4a201e;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  background: var(--page); color: var(--ink); font: 15px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif;
  padding: clamp(.75rem, 2vw, 1.5rem); display: grid; gap: .75rem; min-height: 100vh; grid-template-rows: auto 1fr;
}
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: baseline; }
h1 { font-size: 1.375rem; letter-spacing: -.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.125rem; overflow-wrap: anywhere; } h3 { font-size: .9375rem; margin-top: .25rem; }
#summary, .soft, .legend { color: var(--soft); }
.tools { display: flex; flex-wrap: wrap; gap: .5rem; margin-left: auto; align-items: center; }
.tools label { flex: 1 1 11rem; }
input, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 8px; padding: .3rem .7rem; }
input { width: 100%; }
button { cursor: pointer; } button[aria-pressed="true"] { border-color: var(--accent); color: var(--accent); font-weight: 600; }
.switch { display: flex; gap: .25rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.legend { flex: 1 1 100%; font-size: .8125rem; display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: center; }
.legend i { width: .875rem; height: .75rem; border-radius: 3px; margin-left: .375rem; } .legend i:first-child { margin-left: 0; }
.legend .call { background: var(--call); } .legend .fail { background: var(--fail); } .legend .wait { background: var(--wait); }
.legend .span { background: var(--span); height: .3rem; } .keys { margin-left: auto; }
kbd { font: 600 .75rem ui-monospace, monospace; border: 1px solid var(--edge); border-radius: 4px; padding: 0 .3rem; background: var(--card); }
main { display: grid; gap: .75rem; grid-template: auto minmax(16rem, 1fr) / minmax(0, 3fr) minmax(18rem, 2fr); min-height: 0; }
.chart, .events, aside { background: var(--card); border: 1px solid var(--edge); border-radius: 12px; overflow: hidden; min-width: 0; }
.chart { grid-column: 1 / -1; max-height: 60vh; overflow-y: auto; }
canvas { width: 100%; display: block; touch-action: pan-y; cursor: crosshair; }
.events { display: grid; grid-template-rows: auto 1fr; height: max(16rem, 45vh); }
#found { padding: .5rem .875rem; color: var(--soft); font-size: .8125rem; border-bottom: 1px solid var(--edge); }
#list { overflow-y: auto; position: relative; }
.rows { position: relative; }
.row { position: absolute; left: 0; right: 0; height: 28px; display: grid; grid-template-columns: 6.5rem 7.5rem minmax(0, 1fr) minmax(0, 13rem); gap: .5rem; padding: .2rem .875rem; cursor: pointer; white-space: nowrap; font-size: .8125rem; }
.row > * { overflow: hidden; text-overflow: ellipsis; font-weight: 400; }
.row:hover { background: var(--track); } .row[aria-selected="true"] { background: var(--track); box-shadow: inset 3px 0 var(--accent); }
.row b, .number, code, pre, dd { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.bad { color: var(--fail); }
aside { padding: .875rem 1rem; display: grid; gap: .625rem; align-content: start; grid-auto-rows: max-content; overflow-y: auto; height: max(16rem, 45vh); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .125rem .875rem; font-size: .8125rem; }
dt { color: var(--soft); } dd { overflow-wrap: anywhere; }
pre { font-size: .75rem; line-height: 1.4; background: var(--track); border-radius: 8px; padding: .5rem .625rem; overflow-x: auto; }
.code { border-left: 3px solid var(--accent); background: var(--track); border-radius: 6px; padding: .5rem .75rem; font-size: .875rem; }
.bad-code { border-color: var(--fail); background: var(--fail-back); }
.rule code { font-weight: 600; overflow-wrap: anywhere; }
@media (max-width: 48rem) {
  main { grid-template: auto / minmax(0, 1fr); }
  .row { grid-template-columns: 5.25rem minmax(0, 1fr) minmax(0, 1fr); gap: .4rem; padding: .2rem .5rem; } .row > :nth-child(2) { display: none; }
  aside { height: auto; } .keys { display: none; }
}
`;
