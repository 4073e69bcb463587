/** The page's style: one column on a narrow screen; light or dark as in the reader's system. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --edge: #dfe3ea; --ink: #16202e; --soft: #5d6b7e;
  --accent: #0b6bcb; --accent-soft: #9cc7f2; --track: #e9edf3; --right: #11734b; --right-back: #def3e8;
  --wrong: #b3261e; --wrong-back: #fbe4e2;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e131a; --card: #161d27; --edge: #283342; --ink: #e8edf4; --soft: #94a3b8;
    --accent: #5cb0ff; --accent-soft: #2c5a8a; --track: #232d3a; --right: #6fe0ac; --right-back: #12372a;
    --wrong: #ff9d94; --wrong-back: #45201e;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif;
  padding: clamp(1.25rem, 4vw, 3.5rem) clamp(1rem, 4vw, 2.5rem);
}
main { max-width: 72rem; margin: 0 auto; }
.eyebrow { color: var(--accent); font-weight: 600; font-size: .875rem; }
h1 { font-size: clamp(1.75rem, 5vw, 2.75rem); line-height: 1.15; letter-spacing: -.02em; margin: .25rem 0 .75rem; }
.lead { color: var(--soft); font-size: 1.0625rem; max-width: 44rem; }
.cards { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); margin: 2rem 0; }
.card {
  background: var(--card); border: 1px solid var(--edge); border-radius: 14px; padding: 1.375rem;
  display: flex; flex-direction: column; gap: 1.125rem; min-width: 0;
}
.card header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: center; gap: .375rem .75rem; }
h2 { flex-basis: 100%; font-size: 1.25rem; line-height: 1.3; letter-spacing: -.01em; }
code { font: .8125rem/1.5 ui-monospace, "SF Mono", Consolas, monospace; color: var(--soft); }
.verdict { font-size: .75rem; font-weight: 600; padding: .1875rem .625rem; border-radius: 99px; white-space: nowrap; }
.right .verdict { color: var(--right); background: var(--right-back); }
.wrong .verdict { color: var(--wrong); background: var(--wrong-back); }
.failure { color: var(--wrong); white-space: pre-wrap; overflow-wrap: anywhere; }
.figure { color: var(--soft); font-size: .875rem; }
.figure strong { color: var(--ink); font-size: 2.5rem; line-height: 1; letter-spacing: -.03em; font-variant-numeric: tabular-nums; }
figure { min-width: 0; }
.sparkline { display: block; width: 100%; height: 4.5rem; border-bottom: 1px solid var(--edge); }
.line { fill: none; stroke: var(--accent); stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.area { fill: var(--accent); opacity: .12; }
figcaption, .scale, .legend { display: flex; justify-content: space-between; gap: 1rem; color: var(--soft); font-size: .8125rem; }
figcaption { padding-top: .3125rem; }
.scale span:last-child { color: var(--ink); font-variant-numeric: tabular-nums; }
.bar { position: relative; height: .625rem; border-radius: 99px; background: var(--track); overflow: hidden; margin: .375rem 0 .5rem; }
.bar i { position: absolute; inset: 0 auto 0 0; }
i.boot, b.boot { background: var(--accent); }
i.peak, b.peak { background: var(--accent-soft); }
.legend { justify-content: flex-start; flex-wrap: wrap; gap: .125rem 1rem; }
.legend b { display: inline-block; width: .5625rem; height: .5625rem; border-radius: 2px; margin-right: .375rem; }
dl { margin-top: auto; border-top: 1px solid var(--edge); padding-top: .875rem; display: grid; gap: .25rem; font-size: .875rem; }
dl div { display: flex; justify-content: space-between; gap: 1rem; }
dt { color: var(--soft); }
dd { font-variant-numeric: tabular-nums; text-align: right; }
.figures { background: var(--card); border: 1px solid var(--edge); border-radius: 14px; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { padding: .6875rem 1rem; text-align: right; white-space: nowrap; }
th { color: var(--soft); font-weight: 500; border-bottom: 1px solid var(--edge); }
tr + tr td { border-top: 1px solid var(--edge); }
th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; }
td:first-child { font-weight: 600; }
td.right { color: var(--right); }
td.wrong { color: var(--wrong); }
footer { color: var(--soft); font-size: .8125rem; margin-top: 2rem; display: grid; gap: .375rem; max-width: 52rem; }
`;
