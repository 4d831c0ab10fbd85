// Opens a yearly report or a simulation (HTML) in a browser and looks at it as its readers would: figures on the screen, in light and dark, on a phone,
// by keyboard, on paper, through axe-core. Nothing may be asked of the network. One JSON line a check: {"name", "problem"}.
//
//   node pages.mjs CHROMIUM REPORT.html REPORT.json [FOLDER]      FOLDER: keeps the screenshots and the PDF there
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [executablePath, file, json, folder] = process.argv.slice(2);
const expected = JSON.parse(readFileSync(json, 'utf8'));
const simulation = expected.schema === 'spaser/simulation/1';
const parts = simulation ? ['essentiel', 'scenario-1'] : ['cibles', 'deploiement', 'autres-actions', 'a-completer'];
const address = pathToFileURL(path.resolve(file)).href;

const say = (name, problem) => console.log(JSON.stringify({ name, problem: problem || null }));

async function check(name, look) {
  try {
    say(name, await look());
  } catch (error) {
    say(name, String(error));
  }
}

// The figures of the page are those of the JSON: every table of an indicator, cell by cell, the value in its first line.
async function figures(page) {
  const shown = await page.evaluate(() => [...document.querySelectorAll('table.exercices')].flatMap((table) =>
    [...table.tBodies[0].rows].flatMap((row) => [...row.cells].slice(1).map((cell) => ({
      title: table.caption.textContent, row: row.cells[0].textContent, column: cell.dataset.colonne, text: cell.innerText })))));
  const number = (share) => (Math.round(share * 1000) / 10).toLocaleString('fr-FR');
  let compared = 0;
  for (const indicator of expected.indicateurs.filter((one) => one.unite === 'part')) {
    for (const group of indicator.groupes) {
      const year = Object.entries(group.cle).find(([key]) => key.startsWith('exercice'))?.[1];
      if (!year || group.valeur.min === null || group.valeur.min !== group.valeur.max)
        continue;
      const cells = shown.filter((cell) => cell.title.startsWith(indicator.titre) && cell.column.startsWith(String(year)));
      const wanted = `${number(group.valeur.min)} %`.replace(/\s/g, ' ');
      if (cells.length === 0)
        continue; // beyond the years of the page
      if (group.cible === null && !cells.some((cell) => cell.text.replace(/\s/g, ' ').startsWith(wanted)))
        return `${indicator.titre}, ${year} : ${wanted} n'est pas dans la page`;
      compared++;
    }
  }
  return compared > 0 ? null : 'aucun chiffre comparé';
}

async function structure(page) {
  return page.evaluate((parts) => {
    const levels = [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((heading) => Number(heading.tagName[1]));
    if (levels.filter((level) => level === 1).length !== 1)
      return 'un seul titre de niveau 1 attendu';
    const jump = levels.findIndex((level, index) => index > 0 && level > levels[index - 1] + 1);
    if (jump >= 0)
      return `niveau de titre sauté : ${document.querySelectorAll('h1,h2,h3,h4,h5,h6')[jump].textContent}`;
    for (const id of parts)
      if (!document.getElementById(id))
        return `partie absente : ${id}`;
    for (const link of document.querySelectorAll('a[href^="#"]'))
      if (!document.getElementById(link.getAttribute('href').slice(1)))
        return `lien sans but : ${link.textContent}`;
    for (const table of document.querySelectorAll('table'))
      if (!table.caption || !table.querySelector('th[scope=col]') || !table.querySelector('th[scope=row]'))
        return `tableau sans légende ou sans en-tête : ${table.textContent.slice(0, 60)}`;
    for (const plot of document.querySelectorAll('svg')) {
      const named = (plot.getAttribute('aria-labelledby') || '').split(' ').every((id) => document.getElementById(id)?.textContent);
      if (!named || plot.closest('.graphiques')?.nextElementSibling?.tagName !== 'TABLE')
        return 'graphique sans texte ou sans tableau à sa suite';
    }
    return document.documentElement.lang === 'fr' ? null : 'langue absente';
  }, parts);
}

async function accessible(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return found.violations.map((one) => `${one.id} : ${one.help} (${one.nodes.length}) ${one.nodes[0].html.slice(0, 120)}`).join('\n') || null;
}

// Everything is reached by the Tab key, in the order of the page, and what is reached is seen.
async function keyboard(page) {
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => {
    const box = document.activeElement.getBoundingClientRect();
    return { text: document.activeElement.textContent, seen: box.left >= 0 && box.top >= 0 };
  });
  if (first.text !== 'Aller au contenu' || !first.seen)
    return `premier arrêt du clavier : ${first.text}`;
  await page.keyboard.press('Enter');
  return page.evaluate(() => (document.activeElement.id === 'contenu' ? null : 'le lien d’évitement ne mène pas au contenu'));
}

const narrow = (page) => page.evaluate(() => (document.documentElement.scrollWidth <= document.documentElement.clientWidth
  ? null : `la page déborde : ${document.documentElement.scrollWidth} pour ${document.documentElement.clientWidth}`));

async function look(browser, name, options, more) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const asked = [];
  const mistakes = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && mistakes.push(message.text()));
  page.on('pageerror', (error) => mistakes.push(String(error)));
  await page.goto(address, { waitUntil: 'load' });
  await check(`${name} : axe`, () => accessible(page));
  await check(`${name} : largeur`, () => narrow(page));
  await more(page);
  await check(`${name} : réseau`, () => asked.filter((url) => url !== address && !url.startsWith('data:')).join('\n'));
  await check(`${name} : console`, () => mistakes.join('\n'));
  if (folder)
    await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  await context.close();
}

const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic',
  '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
try {
  const screen = { width: 1200, height: 900 };
  await look(browser, 'clair', { viewport: screen, colorScheme: 'light' }, async (page) => {
    if (!simulation)
      await check('chiffres', () => figures(page));
    await check('structure', () => structure(page));
    await check('clavier', () => keyboard(page));
    await check('papier', async () => {
      const paper = await page.pdf({ format: 'A4', path: folder ? path.join(folder, 'papier.pdf') : undefined });
      return paper.subarray(0, 5).toString() === '%PDF-' && paper.length > 10000 ? null : 'pas de PDF';
    });
  });
  await look(browser, 'sombre', { viewport: screen, colorScheme: 'dark' }, async () => {});
  await look(browser, 'telephone', { viewport: { width: 360, height: 740 }, colorScheme: 'light', isMobile: true, hasTouch: true }, async () => {});
  await look(browser, 'telephone-sombre', { viewport: { width: 360, height: 740 }, colorScheme: 'dark', isMobile: true, hasTouch: true }, async () => {});
} finally {
  await browser.close();
}
