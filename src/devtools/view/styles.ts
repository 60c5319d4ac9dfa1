// The styles of the panel. They live in its shadow root.

const light = `
  --ground: #ffffff; --raised: #f4f5f7; --ink: #1c2024; --muted: #565c66; --line: #d9dce1; --field: #868c96;
  --accent: #2f5fd0; --on-accent: #ffffff; --selected: #e6edfd;
  --good: #1a6b3c; --warn: #855200; --bad: #b3261e; --busy: #2f5fd0; --quiet: #565c66;
  --text: #1a6b3c; --number: #1f5fa8; --word: #8a3ea8; color-scheme: light;`
const dark = `
  --ground: #16181d; --raised: #1f232a; --ink: #e8eaee; --muted: #a6adb8; --line: #363b44; --field: #7a828e;
  --accent: #8fb0ff; --on-accent: #10182b; --selected: #26324d;
  --good: #7fd6a0; --warn: #f0b55a; --bad: #ff9a92; --busy: #8fb0ff; --quiet: #a6adb8;
  --text: #8fdcaa; --number: #8cc4ff; --word: #dba6f2; color-scheme: dark;`

const themes = `
:host { all: initial; }
.root { ${light} font: 13px/1.45 system-ui, sans-serif; color: var(--ink); }
@media (prefers-color-scheme: dark) { .root[data-theme="system"] { ${dark} } }
.root[data-theme="dark"] { ${dark} }
`

const frame = `
*, *::before, *::after { box-sizing: border-box; }
h2, h3, p, ol, ul, dl, dd { margin: 0; padding: 0; }
ol, ul { list-style: none; }
code, .tree, textarea { font: 12px/1.5 ui-monospace, "SFMono-Regular", Menlo, "DejaVu Sans Mono", monospace; }
.muted, .empty { color: var(--muted); }
.count { white-space: nowrap; }
.problem { color: var(--bad); overflow-wrap: anywhere; }
.empty { padding: 24px 12px; text-align: center; }
button, select, input {
  font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--field); border-radius: 5px;
  min-height: 28px; padding: 2px 9px; margin: 0;
}
button { cursor: pointer; white-space: nowrap; }
button:hover:enabled { border-color: var(--ink); }
button:disabled, select:disabled { cursor: default; color: var(--muted); border-color: var(--line); }
button[aria-pressed="true"] { background: var(--bad); border-color: var(--bad); color: var(--ground); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.toggle {
  position: fixed; bottom: 12px; z-index: 2147483000; border-radius: 16px; min-height: 32px; padding: 4px 14px;
  font-weight: 600; box-shadow: 0 2px 8px rgb(0 0 0 / 0.2);
}
[data-side="right"] .toggle { right: 12px; }
[data-side="left"] .toggle { left: 12px; }
.badge { color: var(--bad); }
.panel {
  position: fixed; inset: auto 0 0 0; z-index: 2147483000; height: min(440px, 70vh); display: flex; flex-direction: column;
  background: var(--ground); border-top: 1px solid var(--field); box-shadow: 0 -4px 16px rgb(0 0 0 / 0.15);
}
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; padding: 6px 12px; background: var(--raised); border-bottom: 1px solid var(--line); }
.bar .network { display: flex; flex-wrap: wrap; gap: 6px; margin-left: auto; }
.tabs { display: flex; gap: 2px; }
.tabs button { border-color: transparent; background: none; border-radius: 5px 5px 0 0; border-bottom: 2px solid transparent; }
.tabs button[aria-selected="true"] { border-bottom-color: var(--accent); font-weight: 600; }
.view { flex: 1; min-height: 0; display: flex; }
.message { padding: 2px 12px; min-height: 22px; font-size: 12px; color: var(--muted); border-top: 1px solid var(--line); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
`

const lists = `
.split { flex: 1; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); }
@media (max-width: 1600px) {
  .has-entry .row { grid-template-columns: 104px minmax(0, 1fr) 48px 76px 112px; }
  .has-entry .row .source, .has-entry .row .size { display: none; }
}
.split.has-entry { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.list, .timeline { min-width: 0; min-height: 0; flex: 1; display: flex; flex-direction: column; }
.filter { display: flex; align-items: center; gap: 8px; padding: 6px 12px; }
.filter input { flex: 0 1 280px; min-width: 0; }
.grid, .timeline .lines { flex: 1; min-height: 0; overflow: auto; position: relative; }
.grid:focus-visible, .lines:focus-visible { outline-offset: -2px; }
.grid[aria-activedescendant]:focus-visible { outline: none; }
.grid:focus-visible .row[aria-selected="true"] { outline: 2px solid var(--accent); outline-offset: -2px; }
.head { position: sticky; top: 0; z-index: 1; height: 32px; background: var(--ground); border-bottom: 1px solid var(--line); font-weight: 600; }
.rows, .lines ol { position: relative; }
.row { display: grid; grid-template-columns: 104px minmax(0, 1fr) 48px 68px 68px 76px 112px; align-items: center; height: 32px; padding: 0 12px; gap: 8px; }
.rows .row { position: absolute; inset-inline: 0; cursor: default; }
.rows .row:hover { background: var(--raised); }
.rows .row[aria-selected="true"] { background: var(--selected); }
.row > * { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row .age, .row .size, .row .observers { text-align: right; font-variant-numeric: tabular-nums; }
.head button { border: none; background: none; padding: 2px 0; font-weight: inherit; }
.head .row > * { overflow: visible; }
.mark::before { content: ""; display: inline-block; width: 8px; height: 8px; margin-right: 6px; border-radius: 50%; background: currentcolor; }
.mark.fresh { color: var(--good); }
.mark.stale, .mark.held { color: var(--warn); }
.mark.error, .mark.expired, .mark.refused, .mark.unknown { color: var(--bad); }
.mark.fetching, .mark.sending { color: var(--busy); }
.mark.memory, .mark.empty, .mark.pending { color: var(--quiet); }
.line { position: absolute; inset-inline: 0; height: 32px; padding: 0 12px; display: grid; align-items: center; gap: 10px; grid-template-columns: 90px 84px minmax(0, 1fr) minmax(0, 1fr) 60px; }
.entry .line { grid-template-columns: 90px 84px minmax(0, 1fr) 60px; padding: 0; }
.line > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.line time, .line .elapsed { font-variant-numeric: tabular-nums; color: var(--muted); }
.line .elapsed { text-align: right; }
.event { font-weight: 600; }
.event.flight { color: var(--busy); }
.event.write { color: var(--good); }
.event.message { color: var(--word); }
.event.trouble { color: var(--bad); }
.event.read { color: var(--quiet); }
`

const detail = `
.entry { min-width: 0; min-height: 0; overflow: auto; padding: 8px 12px 16px; border-left: 1px solid var(--line); display: flex; flex-direction: column; gap: 10px; }
.entry header { display: flex; align-items: start; justify-content: space-between; gap: 12px; }
.entry > * { flex: none; }
.entry h2 { font-size: 13px; overflow-wrap: anywhere; }
.entry h3 { font-size: 13px; margin-top: 4px; }
.entry .empty { padding: 0; text-align: left; }
.entry .lines { flex: none; max-height: 196px; overflow: auto; }
.actions { display: flex; flex-wrap: wrap; gap: 6px; }
dl { display: grid; gap: 2px 16px; grid-template-columns: repeat(auto-fill, minmax(min(260px, 100%), 1fr)); }
dl > div { display: grid; grid-template-columns: 80px minmax(0, 1fr); gap: 8px; }
dt { color: var(--muted); }
dd { overflow-wrap: anywhere; }
.tree { overflow: auto; }
.tree ul { margin-left: 7px; padding-left: 11px; border-left: 1px solid var(--line); }
.tree button { min-height: 24px; }
.tree .leaf { padding: 2px 0 2px 16px; overflow-wrap: anywhere; }
.tree .twig { border: none; background: none; padding: 1px 4px 1px 0; white-space: normal; text-align: left; overflow-wrap: anywhere; }
.tree .twig::before { content: "▸"; display: inline-block; width: 16px; color: var(--muted); }
.tree .twig[aria-expanded="true"]::before { content: "▾"; }
.name { color: var(--muted); }
.value.string { color: var(--text); }
.value.number, .value.bigint { color: var(--number); }
.value.boolean, .value.null, .value.undefined { color: var(--word); }
.edit { display: grid; gap: 8px; }
.edit label { display: grid; gap: 4px; }
.edit textarea { width: 100%; resize: vertical; color: inherit; background: var(--ground); border: 1px solid var(--field); border-radius: 5px; padding: 6px 8px; }
.outbox { flex: 1; overflow: auto; padding: 4px 12px; }
.outbox li { padding: 8px 0; border-bottom: 1px solid var(--line); }
.outbox .tree li { padding: 0; border: none; }
.outbox .item { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
.outbox .item > .actions { margin-left: auto; }
`

const narrow = `
@media (max-width: 760px) {
  .panel { height: 75vh; }
  @media (max-width: 1600px) {
  .has-entry .row { grid-template-columns: 104px minmax(0, 1fr) 48px 76px 112px; }
  .has-entry .row .source, .has-entry .row .size { display: none; }
}
.split.has-entry { grid-template-columns: minmax(0, 1fr); }
  .split.has-entry .list { display: none; }
  .entry { border-left: none; }
  .row:is(.row) { grid-template-columns: 92px minmax(0, 1fr) 44px; }
  .row:is(.row) :is(.source, .size, .observers, .where) { display: none; }
  .line, .entry .line { grid-template-columns: 74px minmax(0, 1fr) 56px; gap: 8px; }
  .line time, .line .detail { display: none; }
  .entry .line .detail { display: block; }
  .bar strong { display: none; }
  .bar { padding-inline: 8px; }
  .bar .network { margin-left: 0; order: 1; width: 100%; }
  .bar .close { margin-left: auto; }
}
@media (prefers-contrast: more) { .root { --line: var(--ink); --muted: var(--ink); } }
`

export const styles: string = themes + frame + lists + detail + narrow
