// Opens pages in Chromium and prints, as JSON, what is wrong with each: errors on the
// console, requests, a body wider than the screen, text that is hard to see or cut off,
// tables that a keyboard cannot scroll, JSON that does not parse.
// node pages.js CHROMIUM SCREENSHOTS|- FILE…
const { chromium } = require("playwright-core");
const path = require("path");

const screens = [
  { name: "phone", width: 360, height: 740 },
  { name: "desk", width: 1280, height: 900 },
];

// luminance and contrast are those of WCAG 2.2.
const look = () => {
  const faults = [];
  const parse = (c) => (c.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => {
    const f = (v) => ((v /= 255), v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length === 3 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  for (let n; (n = walker.nextNode()); ) {
    const e = n.parentElement;
    if (!n.data.trim() || ["SCRIPT", "STYLE", "title", "desc"].includes(e.tagName) || !e.getClientRects().length) continue;
    const s = getComputedStyle(e);
    const a = luminance(parse(e.closest("svg") ? s.fill : s.color)), b = luminance(behind(e));
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const onBar = e.closest("svg") && contrast === 1; // the height of a bar, written on it
    if (contrast < 4.5 && !onBar) faults.push(`contrast ${contrast.toFixed(2)}: ${n.data.trim().slice(0, 40)}`);
    if (!e.closest("svg") && parseFloat(s.fontSize) < 12) faults.push(`small print, ${s.fontSize}: ${n.data.trim().slice(0, 40)}`);
    texts++;
  }
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) {
    faults.push(`${root.scrollWidth} wide on a screen of ${innerWidth}`);
  }
  for (const e of document.querySelectorAll("body *")) {
    if (e.closest("svg") || e.closest(".scroll")) continue;
    if (e.getBoundingClientRect().right > innerWidth + 1) faults.push(`sticks out: ${e.tagName}`);
  }
  for (const e of document.querySelectorAll("table")) {
    const region = e.closest("[role=region][tabindex='0'][aria-labelledby]");
    if (!region) faults.push("a table that a keyboard cannot scroll");
    if (!e.caption || !e.querySelector("th[scope]")) faults.push("a table without a caption or a head");
  }
  for (const e of document.querySelectorAll("th, td")) {
    if (e.scrollWidth > e.clientWidth + 1) faults.push(`spills out of its cell: ${e.textContent.slice(0, 40)}`);
  }
  let shown = 0;
  for (const e of document.querySelectorAll("svg")) {
    if (!e.querySelector("title").textContent || !e.querySelector("desc").textContent) faults.push("a picture without words");
    if (!e.getClientRects().length) continue;
    shown++;
    const frame = e.getBoundingClientRect();
    for (const t of e.querySelectorAll("text")) {
      const r = t.getBoundingClientRect();
      if (r.left < frame.left - 1 || r.right > frame.right + 1 || r.top < frame.top - 1 || r.bottom > frame.bottom + 1) faults.push(`cut off: ${t.textContent}`);
      const size = (parseFloat(getComputedStyle(t).fontSize) * frame.width) / e.viewBox.baseVal.width;
      if (size < 9) faults.push(`text of ${size.toFixed(1)} px: ${t.textContent}`);
    }
  }
  if (shown !== document.querySelectorAll("figure").length) faults.push(`${shown} pictures are shown`);
  const levels = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((h) => +h.tagName[1]);
  if (levels.filter((l) => l === 1).length !== 1 || levels.some((l, i) => l > (i ? levels[i - 1] : 0) + 1)) faults.push(`headings ${levels}`);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  if (new Set(ids).size !== ids.length) faults.push("an id that is there twice");
  for (const e of document.querySelectorAll("[aria-labelledby]"))
    for (const id of e.getAttribute("aria-labelledby").split(" ")) if (!document.getElementById(id)) faults.push(`no element ${id}`);
  if (!document.querySelector("main") || !document.querySelector("header") || !document.querySelector("footer") || !root.lang) faults.push("no landmarks, or no language");
  if (document.scripts.length !== 1 || document.scripts[0].type !== "application/json") faults.push("scripts");
  return { texts, faults, result: JSON.parse(document.getElementById("result").textContent) };
};

(async () => {
  const [executablePath, shots, ...files] = process.argv.slice(2);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const answers = [];
  for (const file of files) {
    const answer = { file, faults: [], texts: 0, result: null };
    for (const colorScheme of ["light", "dark"]) {
      for (const { name, width, height } of screens) {
        const context = await browser.newContext({ colorScheme, viewport: { width, height }, deviceScaleFactor: name === "phone" ? 2 : 1 });
        const page = await context.newPage();
        const at = `${colorScheme} ${name}: `;
        page.on("console", (m) => answer.faults.push(at + "console: " + m.text()));
        page.on("pageerror", (e) => answer.faults.push(at + "error: " + e.message));
        page.on("requestfailed", (r) => answer.faults.push(at + "failed: " + r.url()));
        page.on("request", (r) => r.isNavigationRequest() || r.url() === "data:," || answer.faults.push(at + "request: " + r.url()));
        await page.goto("file://" + path.resolve(file));
        const seen = await page.evaluate(look);
        answer.faults.push(...seen.faults.map((f) => at + f));
        answer.texts += seen.texts;
        const wide = await page.evaluate(() => [...document.querySelectorAll(".scroll")].findIndex((e) => e.scrollWidth > e.clientWidth));
        if (wide >= 0) { // by keyboard alone
          for (let i = 0; i <= wide; i++) await page.keyboard.press("Tab");
          await page.keyboard.press("ArrowRight");
          const moved = page.waitForFunction((i) => document.querySelectorAll(".scroll")[i].scrollLeft > 0, wide, { timeout: 3000 });
          await moved.catch(() => answer.faults.push(at + `table ${wide + 1} does not scroll by keyboard`));
          await page.evaluate((i) => { document.querySelectorAll(".scroll")[i].scrollLeft = 0; document.activeElement.blur(); scrollTo(0, 0); }, wide);
        }
        answer.result = seen.result;
        if (shots !== "-") await page.screenshot({ path: path.join(shots, `${path.basename(file, ".html")}-${colorScheme}-${name}.png`), fullPage: true });
        if (name === "phone") { // on paper: A4 without the margins
          await page.setViewportSize({ width: 673, height: 980 });
          await page.emulateMedia({ media: "print", colorScheme });
          const width = await page.evaluate(() => document.documentElement.scrollWidth);
          if (width > 673) answer.faults.push(at + `${width} wide on paper of 673`);
        }
        await context.close();
      }
    }
    answers.push(answer);
  }
  await browser.close();
  console.log(JSON.stringify(answers));
})().catch((e) => {
  console.error(e.message);
  process.exit(1);
});
