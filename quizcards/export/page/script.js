"use strict";
// Light or dark, the list of cards, the search, and questions for a number. All else works without
// this script.

const AS_TYPED = new Map([..."−–－＋⁄∕／÷，、．；［］（）＾＊×·⋅∙\n"].map((c, i) => [c, "---+////,,.;[]()^*****;"[i]]));
const ASCII_DIGIT = (c) => String.fromCharCode(c.charCodeAt(0) - "０".charCodeAt(0) + "0".charCodeAt(0));
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const TOKEN = /(\s*)(?:((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?(?![\d.a-z]))|([a-z]+\d*|[√π])|(\*\*|[-+*/^()[\],;]))/iy;
const FUNCTIONS = new Map([["sqrt", Math.sqrt], ["exp", Math.exp], ["ln", Math.log], ["log", Math.log], ["tanh", Math.tanh]]);
const CONSTANTS = new Map([["e", Math.E], ["pi", Math.PI]]);
const [MOST_CHARACTERS, MOST_DEPTH] = [300, 20];

class Unreadable extends Error {}

/** Read a number, vector or matrix as quizcards/quiz/numbers.py does. */
function read(text, shape) {
  const typed = text.trim();
  const plain = inAscii(typed);
  const thousands = !shape.length && THOUSANDS.test(plain);
  const found = rows(thousands ? plain.replaceAll(",", "") : typed, !shape.length);
  const numbers = found.flat();
  const count = shape.reduce((product, n) => product * n, 1);
  if (numbers.length !== count) {
    throw new Unreadable(`수 ${count}개를 써 주세요. ${numbers.length}개를 읽었습니다: ${typed}`);
  }
  const [height, width] = shape;
  if (shape.length === 2 && found.length > 1 && (found.length !== height || found.some((row) => row.length !== width))) {
    throw new Unreadable(`${height}행 ${width}열로 써 주세요: ${typed}`);
  }
  return numbers;
}

function inAscii(text) {
  const plain = text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+/g, (run) => `^(${[...run].map((c) => "0123456789-"[RAISED.indexOf(c)]).join("")})`);
  return [...plain].map((c) => AS_TYPED.get(c) ?? c).join("").replace(/[０-９]/g, ASCII_DIGIT);
}

/** Read the numbers of a text row by row, as quizcards/quiz/calculator.py does; nothing typed is ever run. */
function rows(text, isOne) {
  if ([...text].length > MOST_CHARACTERS) {
    throw new Unreadable(`${MOST_CHARACTERS}자까지 쓸 수 있습니다: ${[...text].slice(0, 20).join("")}…`);
  }
  const fail = (why) => { throw new Unreadable(`${why}: ${text}`); };
  const unreadable = () => fail("수를 읽을 수 없습니다");
  const one = (value) => (Array.isArray(value) ? unreadable() : value);
  const finite = (value) => (Number.isFinite(value) ? value : fail("너무 큰 수입니다"));
  const defined = (value) => (Number.isNaN(value) ? fail("계산할 수 없는 식입니다") : finite(value));
  const tokens = [];
  const plain = inAscii(text).trimEnd();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < plain.length;) {
    const [, space, number, name, sign] = TOKEN.exec(plain) ?? unreadable();
    tokens.push({ text: (number ?? name ?? sign).toLowerCase(), isNumber: Boolean(number), isName: Boolean(name), afterSpace: Boolean(space) });
  }
  const end = { text: "" };
  let place = 0;
  let depth = 0;
  const next = () => tokens[place] ?? end;
  const take = () => tokens[place++] ?? end;
  const is = (...signs) => signs.includes(next().text);

  function listed() {
    const found = [[]];
    while (!is("", ")", "]")) {
      if (is(",")) take();
      else if (is(";")) found.push([]) && take();
      else {
        const value = sum();
        if (Array.isArray(value)) found.push(...value, []);
        else found.at(-1).push(value);
      }
    }
    return found.filter((row) => row.length);
  }

  function sum() {
    let left = product();
    while (is("+", "-") && !(!isOne && next().afterSpace && !(tokens[place + 1] ?? end).afterSpace)) {
      const sign = take().text;
      const right = one(product());
      left = finite(one(left) + (sign === "+" ? right : -right));
    }
    return left;
  }

  function product() {
    let left = signed();
    for (;;) {
      if (is("*", "/")) {
        const isProduct = take().text === "*";
        const right = one(signed());
        if (!isProduct && right === 0) fail("0으로 나눌 수 없습니다");
        left = finite(isProduct ? one(left) * right : one(left) / right);
      } else if (is("√", "π") && !next().afterSpace) left = finite(one(left) * one(power()));
      else return left;
    }
  }

  function signed() {
    if (!is("+", "-")) return power();
    const sign = take().text;
    const value = one(power());
    return sign === "-" ? -value : value;
  }

  function power() {
    const base = atom();
    if (!is("^", "**")) return base;
    take();
    const [under, above] = [one(base), one(signed())];
    return under === 0 && above < 0 ? fail("계산할 수 없는 식입니다") : defined(under ** above);
  }

  function atom() {
    depth += 1;
    if (depth > MOST_DEPTH) fail(`괄호는 ${MOST_DEPTH}겹까지 쓸 수 있습니다`);
    const token = take();
    let value;
    if (token.isNumber) value = finite(Number(token.text));
    else if (token.isName) value = named(token.text);
    else if (token.text === "(" || token.text === "[") value = bracketed(token.text === "(" ? ")" : "]");
    else unreadable();
    depth -= 1;
    return value;
  }

  function bracketed(closing) {
    const inside = listed();
    if (!is(closing, "")) fail("괄호의 짝이 맞지 않습니다");
    take();
    return closing === ")" && inside.length === 1 && inside[0].length === 1 ? inside[0][0] : inside;
  }

  function named(typed) {
    const name = { "√": "sqrt", "π": "pi" }[typed] ?? typed;
    if (CONSTANTS.has(name)) return CONSTANTS.get(name);
    if (!FUNCTIONS.has(name)) fail(`'${name}' 대신 ${[...FUNCTIONS.keys(), ...CONSTANTS.keys()].join(", ")} 가운데에서 써 주세요`);
    const argument = one(is("(") ? atom() : bare());
    return argument === 0 && FUNCTIONS.get(name) === Math.log ? fail("계산할 수 없는 식입니다") : defined(FUNCTIONS.get(name)(argument));
  }

  function bare() {
    const sign = is("-") ? take().text : "";
    const value = one(atom());
    if (is("^", "**")) fail("어디까지가 함수의 값인지 괄호로 묶어 주세요");
    return sign ? -value : value;
  }

  const found = listed();
  return next() === end ? found : unreadable();
}

/** Say of each number whether it is right within the tolerance; whole numbers must be exact. */
function agree(given, { values, whole }, relative) {
  const zeroLevel = Number(document.body.dataset.zeroLevel);
  return values.map((value, i) => {
    const size = whole ? zeroLevel : Math.max(Math.abs(value), zeroLevel);
    return Math.abs(given[i] - value) <= relative * size;
  });
}

/** Mark a reply as quizcards/quiz/judge.py does. Throws Unreadable for what is no number. */
function judge(asked, text) {
  const given = read(text, asked.shape);
  const agreeing = agree(given, asked.right, asked.relative);
  const share = agreeing.filter(Boolean).length / agreeing.length;
  if (share === 1) return { share, lines: asked.solution.slice(1) };
  const said = (list, allowed) => list.filter((one) => agree(given, one, allowed).every(Boolean)).map((one) => one.feedback);
  const allowed = [Number(document.body.dataset.relative), asked.relative];
  const known = [asked.wrong, asked.slips].flatMap((list) => allowed.map((one) => said(list, one))).find((found) => found.length);
  return { share, lines: [...(known ?? [difference(given, asked, agreeing)]), ...asked.solution] };
}

function difference(given, { right, shape }, agreeing) {
  if (shape.length) {
    const wrong = agreeing.flatMap((agrees, i) => (agrees ? [] : [i + 1])).join(", ");
    return `${agreeing.length}개 가운데 ${agreeing.filter(Boolean).length}개가 맞았습니다. 틀린 자리: ${wrong}번째`;
  }
  const excess = given[0] - right.values[0];
  return `정답보다 ${shown(Math.abs(excess))}만큼 ${excess > 0 ? "큽니다" : "작습니다"}.`;
}

/** Write a number with four significant digits, as Python's %.4g does (a half goes to the even digit), and a real minus sign. */
function shown(value) {
  const exact = value.toExponential(20);
  const down = /^\d\.\d\d[02468]50*e/.test(exact); // JavaScript would round this half up
  const rounded = down ? exact.replace(/50*e/, "e") : value.toExponential(3);
  const [digits, power] = rounded.split("e");
  const far = value && (power < -4 || power >= 4);
  const exponent = `${power[0]}${power.slice(1).padStart(2, "0")}`;
  return (far ? `${Number(digits)}e${exponent}` : String(Number(rounded))).replaceAll("-", "−");
}

/** Fill a section with a question, and ask again with other numbers for as long as the learner likes. */
function ask(section) {
  const draws = JSON.parse(section.querySelector(".draws").textContent);
  section.append(document.querySelector("template").content.cloneNode(true));
  section.hidden = false;
  const part = (name) => section.querySelector(`.${name}`);
  const [form, input, verdict] = [part("reply"), part("reply input"), part("verdict")];
  let asked;

  function put() {
    const others = draws.filter((draw) => draw !== asked);
    asked = others[Math.floor(Math.random() * others.length)] ?? asked;
    part("context").textContent = asked.given[0];
    part("prompt").textContent = asked.prompt;
    fill(part("given"), "li", asked.given.slice(1));
    fill(part("inputs"), "li", asked.inputs);
    part("tolerance").textContent = asked.tolerance;
    input.value = "";
    say("", []);
  }

  function say(result, lines) {
    verdict.className = `verdict ${result}`;
    fill(verdict, "p", lines);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      const { share, lines } = judge(asked, input.value);
      const wrong = share ? `× ${Math.round(100 * share)}% 맞았습니다` : "× 틀렸습니다";
      say(share === 1 ? "right" : "wrong", [share === 1 ? "○ 맞았습니다" : wrong, ...lines]);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      say("unread", [error.message]);
    }
  });
  for (const button of part("signs").children) {
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the keyboard stays open
    button.addEventListener("click", () => {
      input.setRangeText(button.textContent, input.selectionStart, input.selectionEnd, "end");
      input.focus();
    });
  }
  part("solve").addEventListener("click", () => say("told", asked.solution));
  part("again").hidden = draws.length < 2;
  part("again").addEventListener("click", () => {
    put();
    input.focus();
  });
  put();
}

function fill(parent, kind, texts) {
  parent.replaceChildren(...texts.map((text) => Object.assign(document.createElement(kind), { textContent: text })));
}

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const asSearched = (text) => text.normalize("NFC").toLowerCase();

/** Leave only the cards, and their places in the contents, that hold every word that is searched for. */
function search(words) {
  let count = 0;
  for (const article of all("article")) {
    const text = asSearched(article.querySelector("h3").textContent + article.querySelector(".answer").textContent);
    article.hidden = !words.every((word) => text.includes(word));
    count += !article.hidden;
    document.querySelector(`nav a[href="#${article.id}"]`).parentElement.hidden = article.hidden;
  }
  for (const group of all("main > section, nav details")) group.hidden = !all("article, li", group).some((one) => !one.hidden);
  if (words.length) all("nav details").forEach((deck) => (deck.open = true));
  document.querySelector(".found").textContent = words.length ? (count ? `카드 ${count}장` : "찾은 카드가 없습니다") : "";
}

const tools = document.querySelector(".tools");
tools.hidden = false;
const searched = tools.querySelector(".search");
searched.addEventListener("input", () => search(asSearched(searched.value).split(/\s+/).filter(Boolean)));
const openAll = tools.querySelector(".open-all");
openAll.addEventListener("click", () => {
  const opened = openAll.getAttribute("aria-pressed") !== "true";
  openAll.setAttribute("aria-pressed", opened);
  all("main details:not(.ask)").forEach((one) => (one.open = opened));
});

/** Let the keyboard reach what scrolls, and nothing else: not every browser does so by itself. */
let reaching = 0;
function reachScrollers() {
  reaching = 0;
  for (const one of all(".formulas li, .wide, td, .ask ul, .given span")) {
    if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
    else one.removeAttribute("tabindex");
  }
}
const reachSoon = () => (reaching ||= requestAnimationFrame(reachScrollers)); // once for all that open
document.addEventListener("toggle", reachSoon, true);
addEventListener("resize", reachSoon);

const theme = document.querySelector(".theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const chosen = document.documentElement.style;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  chosen.colorScheme = (chosen.colorScheme || system) === "dark" ? "light" : "dark";
});
if (matchMedia("(min-width: 1000px)").matches) document.querySelectorAll("nav details").forEach((deck) => (deck.open = true));
document.querySelectorAll(".ask").forEach(ask);
