/** The page's style: one column on a narrow screen; light or dark as in the reader's system. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --edge: #dfe3ea; --ink: #16202e; --soft: #586678; --track: #edf0f5;
  --accent: #0b6bcb; --pass: #11734b; --pass-back: #def3e8; --fail: #b3261e; --fail-back: #fbe4e2;
  --broken: #8a5300; --broken-back: #fdeccb; --lacks: #44557a; --lacks-back: #e3e9f6; --na-back: #edf0f5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e131a; --card: #161d27; --edge: #283342; --ink: #e8edf4; --soft: #9aa8bb; --track: #202a36;
    --accent: #5cb0ff; --pass: #6fe0ac; --pass-back: #12372a; --fail: #ff9d94; --fail-back: #4a201e;
    --broken: #f6c46c; --broken-back: #423010; --lacks: #b3c4ea; --lacks-back: #26324b; --na-back: #202a36;
  }
}
* { box-sizing: border-box; margin: 0; }
[hidden] { display: none !important; }
body {
  background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
  padding: clamp(1.25rem, 4vw, 3.5rem) clamp(.875rem, 4vw, 2.5rem);
}
main { max-width: 72rem; margin: 0 auto; }
.eyebrow { color: var(--accent); font-weight: 600; font-size: .875rem; }
h1 { font-size: clamp(1.75rem, 5vw, 2.75rem); line-height: 1.15; letter-spacing: -.02em; margin: .25rem 0 .75rem; }
h2 { font-size: 1.125rem; letter-spacing: -.01em; margin-bottom: .625rem; }
.lead { color: var(--soft); font-size: 1.0625rem; max-width: 44rem; }
code, pre, kbd, .id, .number { font-family: ui-monospace, "SF Mono", Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .875em; overflow-wrap: anywhere; }
small { display: block; color: var(--soft); font-size: .75rem; font-weight: 400; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.frame, .card, .checks { background: var(--card); border: 1px solid var(--edge); border-radius: 14px; }
.frame { margin: 2rem 0 1.25rem; overflow-x: auto; }
.card { padding: 1.25rem 1.375rem; margin-bottom: 1.25rem; }
.card ol, .card ul { padding-left: 1.5rem; display: grid; gap: .25rem; }
.next ol { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.grid { border-collapse: collapse; width: 100%; table-layout: fixed; min-width: 36rem; font-size: .875rem; font-variant-numeric: tabular-nums; }
.grid th, .grid td { padding: .75rem 1rem; text-align: left; vertical-align: top; }
.grid thead th { color: var(--soft); font-weight: 500; border-bottom: 1px solid var(--edge); }
.grid tr + tr > * { border-top: 1px solid var(--edge); }
.grid .good b { color: var(--pass); }
.grid .bad b { color: var(--fail); }
.none { color: var(--soft); }
.bar { display: flex; gap: 1px; height: .5rem; border-radius: 99px; overflow: hidden; background: var(--track); margin: .3125rem 0; min-width: 7rem; }
.bar i { min-width: 3px; }
.bar .pass { background: #23a06d; } .bar .fail { background: #d9473d; } .bar .broken { background: #e09a2b; }
.bar .not-supported { background: var(--lacks); opacity: .55; } .bar .not-applicable, .bar .not-run { background: var(--edge); }
.filter { position: sticky; top: 0; z-index: 1; background: var(--page); padding: .75rem 0; display: grid; gap: .5rem; }
input {
  width: 100%; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--edge); border-radius: 10px;
  padding: .5625rem .875rem;
}
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.tallies { display: flex; flex-wrap: wrap; gap: .375rem; }
.tally, .tag { border-radius: 99px; font-size: .8125rem; border: 1px solid transparent; color: var(--soft); background: var(--na-back); }
.tally { font-family: inherit; padding: .25rem .75rem; cursor: pointer; }
.tally[aria-pressed="true"] { border-color: currentColor; }
.tag { padding: .0625rem .5625rem; font-weight: 600; white-space: nowrap; }
.pass { --tone: var(--pass); --back: var(--pass-back); } .fail { --tone: var(--fail); --back: var(--fail-back); }
.broken { --tone: var(--broken); --back: var(--broken-back); } .not-supported { --tone: var(--lacks); --back: var(--lacks-back); }
.not-applicable { --tone: var(--soft); --back: var(--na-back); }
.tally, .tag, .mark { color: var(--tone); background: var(--back); }
.keys { color: var(--soft); font-size: .8125rem; }
kbd { font-size: .75rem; border: 1px solid var(--edge); border-radius: 5px; padding: 0 .3125rem; background: var(--card); }
output { float: right; font-variant-numeric: tabular-nums; }
.checks { list-style: none; padding: 0; }
.group { margin-top: 1.25rem; }
.group .title { display: flex; gap: .75rem; padding: .25rem 1rem .5rem; }
.group .title::before { content: "▸"; color: var(--soft); } .group[open] > .title::before { content: "▾"; }
.group .title b { min-width: 0; overflow-wrap: anywhere; }
.heads { display: flex; flex-wrap: wrap; gap: .25rem 1rem; color: var(--soft); font-size: .8125rem; padding: .75rem 1rem 0; }
.heads > :first-child { flex: 1; }
.places, .legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem .875rem; }
.legend { color: var(--soft); font-size: .8125rem; } .legend li { display: flex; gap: .375rem; align-items: center; }
.checks li { content-visibility: auto; contain-intrinsic-size: auto 2.5rem; }
.checks li + li { border-top: 1px solid var(--edge); }
summary {
  display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: .25rem 1rem; align-items: center; cursor: pointer;
  padding: .4375rem 1rem; list-style: none;
}
summary::-webkit-details-marker { display: none; }
summary:hover { background: var(--track); }
summary:focus-visible { outline-offset: -2px; border-radius: 6px; }
.id { font-size: .8125rem; overflow-wrap: anywhere; }
.number { font-size: .75rem; color: var(--soft); }
.marks { display: flex; gap: 3px; }
.mark {
  font: 700 .6875rem/1 system-ui, sans-serif; width: 1.125rem; height: 1.125rem; border-radius: 4px; display: grid; place-items: center;
  background: var(--back, var(--track));
}
.details { padding: .25rem 1rem 1rem; display: grid; gap: .625rem; font-size: .875rem; }
.rule { max-width: 52rem; } cite { color: var(--soft); font-style: normal; }
.rule cite::before { content: "— "; }
.where { color: var(--soft); }
.what { color: var(--soft); overflow-wrap: anywhere; white-space: pre-wrap; }
dl { display: grid; gap: .25rem; }
dl div { display: grid; grid-template-columns: 5rem minmax(0, 1fr); }
dt { color: var(--soft); } dd { overflow-wrap: anywhere; } .got dd { color: var(--fail); font-weight: 600; }
pre { font-size: .75rem; line-height: 1.55; background: var(--track); border-radius: 8px; padding: .75rem .875rem; overflow-x: auto; max-height: 22rem; }
.repeat code { user-select: all; background: var(--track); border-radius: 6px; padding: .1875rem .5rem; }
.nothing { color: var(--soft); padding: 1.5rem 0; text-align: center; }
footer { color: var(--soft); font-size: .8125rem; margin-top: 1.5rem; display: grid; gap: .25rem; max-width: 52rem; }
@media (max-width: 40rem) {
  summary { grid-template-columns: minmax(0, 1fr) auto; }
  .checks .number, .heads .number { display: none; }
  .marks { flex-wrap: wrap; max-width: 6rem; justify-content: end; }
  .grid { min-width: 0; }
  .grid, .grid tbody, .grid tr, .grid th, .grid td { display: block; }
  .grid thead { display: none; }
  .grid tr { padding: .5rem 0; } .grid tr > * { padding: .25rem 1rem; border: 0 !important; }
  .grid tr + tr { border-top: 1px solid var(--edge); }
  .keys kbd, .keys { font-size: .75rem; }
}
`;
