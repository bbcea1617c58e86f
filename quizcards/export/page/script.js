"use strict";
// Light or dark, the list of cards, and questions for a number. All else works without this script.

const AS_TYPED = new Map([..."−–－＋⁄∕／，、．；［］（）"].map((c, i) => [c, "---+///,,.;[]()"[i]]));
const ASCII_DIGIT = (c) => String.fromCharCode(c.charCodeAt(0) - "０".charCodeAt(0) + "0".charCodeAt(0));
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;

class Unreadable extends Error {}

/** Read a number, vector or matrix as quizcards/quiz/numbers.py does. */
function read(text, shape) {
  const typed = text.trim();
  const ascii = [...typed].map((c) => AS_TYPED.get(c) ?? c).join("").replace(/[０-９]/g, ASCII_DIGIT);
  const tight = ascii.replace(/\s*\/\s*/g, "/");
  const plain = !shape.length && THOUSANDS.test(tight) ? tight.replaceAll(",", "") : tight;
  const lines = plain.split(/[;\n]|[\])]\s*,?\s*[[(]/);
  const rows = lines.map((line) => line.split(/[\s,[\]()]+/).filter(Boolean).map((part) => number(part, typed)));
  const filled = rows.filter((row) => row.length);
  const numbers = filled.flat();
  const count = shape.reduce((product, n) => product * n, 1);
  if (numbers.length !== count) {
    throw new Unreadable(`수 ${count}개를 써 주세요. ${numbers.length}개를 읽었습니다: ${typed}`);
  }
  const [height, width] = shape;
  if (shape.length === 2 && filled.length > 1 && (filled.length !== height || filled.some((row) => row.length !== width))) {
    throw new Unreadable(`${height}행 ${width}열로 써 주세요: ${typed}`);
  }
  return numbers;
}

function number(part, typed) {
  const [over, under] = part.split(/\/(.*)/s);
  if (!NUMBER.test(over) || (under !== undefined && !(NUMBER.test(under) && Number(under)))) {
    throw new Unreadable(`수를 읽을 수 없습니다: ${typed}`);
  }
  const value = Number(over) / Number(under ?? 1);
  if (!Number.isFinite(value)) throw new Unreadable(`너무 큰 수입니다: ${typed}`);
  return value;
}

/** Say of each number whether it is right within the tolerance; whole numbers must be exact. */
function agree(given, { values, whole }) {
  const { relative, zeroLevel } = document.body.dataset;
  return values.map((value, i) => {
    const size = whole ? Number(zeroLevel) : Math.max(Math.abs(value), Number(zeroLevel));
    return Math.abs(given[i] - value) <= Number(relative) * size;
  });
}

/** Mark a reply as quizcards/quiz/judge.py does. Throws Unreadable for what is no number. */
function judge(asked, text) {
  const given = read(text, asked.shape);
  const agreeing = agree(given, asked.right);
  const share = agreeing.filter(Boolean).length / agreeing.length;
  if (share === 1) return { share, lines: asked.solution.slice(1) };
  const said = (list) => list.filter((one) => agree(given, one).every(Boolean)).map((one) => one.feedback);
  const known = [asked.wrong, asked.slips].map(said).find((found) => found.length);
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

const theme = document.querySelector(".theme");
theme.hidden = false;
theme.addEventListener("click", () => {
  const chosen = document.documentElement.style;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  chosen.colorScheme = (chosen.colorScheme || system) === "dark" ? "light" : "dark";
});
if (matchMedia("(min-width: 1000px)").matches) document.querySelectorAll("nav details").forEach((deck) => (deck.open = true));
document.querySelectorAll(".ask").forEach(ask);
