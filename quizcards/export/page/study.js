// One card at a time: which is next, what it was graded, and the answers given back to the log.

const AGAIN = 1;
const LATER = ["", "오늘", "내일", "3일 뒤", "7일 뒤"];
const DAYS = [0, 0, 1, 3, 7]; // of a grade; the log plans anew once it has the answers
const OTHERS_FIRST = 4; // cards asked before one comes again
const LONGEST = 600; // seconds of an answer: who takes longer was away
const DAY = 86_400_000;
const TURNS_AT = 4; // the hour at which the study day turns
const KEPT = `quizcards ${document.body.dataset.page}`;
const MADE = Number(document.body.dataset.made ?? 0) * 1000;

const isAnswer = (one) => typeof one?.id === "string" && typeof one.card === "string" && [1, 2, 3, 4].includes(one.grade) && Number.isFinite(Date.parse(one.at));

/** Return what the phone keeps: the answers, and how many of them were given back. */
function kept() {
  let found = null;
  try {
    found = JSON.parse(localStorage.getItem(KEPT));
  } catch (error) {
    keeps = error instanceof SyntaxError; // what is broken is written anew
  }
  const answers = Array.isArray(found?.answers) ? found.answers.filter(isAnswer) : [];
  return { answers, given: Math.min(Number(found?.given) || 0, answers.length) };
}

/** Keep the answers; where the browser keeps nothing they last as long as the page is open. */
function keep() {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ answers, given }));
    keeps = true;
  } catch {
    keeps = false;
  }
}

/** Take up what another tab has kept since. */
function catchUp() {
  if (keeps) ({ answers, given } = kept());
}

let keeps = true;
let { answers, given } = kept();

/** Return the number of the study day of a moment. */
function dayOf(moment) {
  const local = new Date(moment - TURNS_AT * 3_600_000);
  return Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()) / DAY;
}

/** Return the cards by when they come today: those graded again a while ago, due ones, new ones, and the rest of those graded again. */
function queue(cards, now) {
  const today = dayOf(now);
  const since = new Map(answers.map((one, i) => [one.card, { ...one, others: answers.length - 1 - i }]));
  const groups = { rested: [], due: [], fresh: [], again: [] };
  for (const card of cards) {
    const found = since.get(card.key);
    const last = found && (!card.due || Date.parse(found.at) > MADE) ? found : null; // the export knew of those before
    const due = last ? dayOf(Date.parse(last.at)) + DAYS[last.grade] : card.due;
    if (card.suspended) continue;
    else if (last?.grade === AGAIN && due === today) groups[last.others < OTHERS_FIRST ? "again" : "rested"].push({ ...card, due: -last.others });
    else if (due === undefined) groups.fresh.push(card);
    else if (due <= today) groups.due.push({ ...card, due });
  }
  for (const name of ["rested", "due", "again"]) groups[name].sort((a, b) => a.due - b.due);
  return groups;
}

const toKey = (article) => article.id.replace("--", "/");
const toCard = (article) => ({
  key: toKey(article),
  article,
  due: article.dataset.due ? Date.parse(article.dataset.due) / DAY : undefined,
  suspended: "suspended" in article.dataset,
});

const study = document.querySelector(".study");
const bar = document.querySelector(".bar");
const [reveal, grades, done] = [bar.querySelector(".reveal"), bar.querySelector(".grades"), study.querySelector(".done")];
let cards = [];
let current = null;
let shownAt = 0;

/** Ask the cards that the search left, one by one. */
function startStudy() {
  cards = all("article:not([hidden])").map(toCard);
  document.body.classList.add("studying");
  study.hidden = false;
  next();
}

function leaveStudy() {
  show(null);
  document.body.classList.remove("studying");
  study.hidden = bar.hidden = true;
  all(".part").forEach((part) => part.classList.remove("shown"));
  begin.focus();
}

/** Put the next card, or say that there is none for today. */
function next(wanted) {
  const { rested, due, fresh, again } = queue(cards, Date.now());
  const order = [...rested, ...due, ...fresh, ...again];
  const found = order.find((card) => card.key === wanted) ?? order[0];
  const left = { "복습": due.length, "새 카드": fresh.length, "다시 볼 것": rested.length + again.length };
  study.querySelector(".left").textContent = Object.entries(left).filter(([, count]) => count).map(([name, count]) => `${name} ${count}`.replaceAll(" ", "\u00a0")).join(" · ");
  study.querySelector(".undo").disabled = answers.length <= given;
  study.querySelector(".unkept").hidden = keeps;
  tellAnswers();
  show(found?.article ?? null);
  done.hidden = Boolean(found);
  bar.hidden = !found;
  scrollTo(0, 0);
  (found ? found.article.querySelector("h3") : done.querySelector("h2")).focus();
}

/** Show an article alone, its answer hidden. */
function show(article) {
  if (current) current.querySelector(".answer").open = false;
  all("main .current").forEach((one) => one.classList.remove("current"));
  current = article;
  [reveal.hidden, grades.hidden, shownAt] = [false, true, Date.now()];
  if (!article) return;
  article.querySelector("h3").tabIndex = -1;
  const answer = article.querySelector(".answer");
  answer.open = false;
  const first = answer.querySelector(".points") ? "핵심" : "모범 답";
  for (const part of all(".part", answer)) {
    const opened = part.dataset.part === first;
    part.classList.toggle("shown", opened);
    if (part.previousElementSibling.className === "opener") part.previousElementSibling.setAttribute("aria-expanded", "false");
    else if (!opened && !part.querySelector(".links")) part.before(opener(part)); // there are no others to go to
  }
  article.classList.add("current");
  article.parentElement.classList.add("current");
}

/** Return the button that opens a part of an answer, and closes it. */
function opener(part) {
  const count = all(":scope > ul > li", part).length;
  const counted = ["오해", "꼬리질문"].includes(part.dataset.part) ? ` ${count}` : "";
  const button = Object.assign(document.createElement("button"), { type: "button", className: "opener", textContent: part.dataset.part + counted });
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", part.classList.toggle("shown"));
    reachSoon();
  });
  return button;
}

function revealAnswer() {
  const answer = current.querySelector(".answer");
  answer.open = true;
  [reveal.hidden, grades.hidden] = [true, false];
  const first = answer.querySelector(".part.shown");
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
}

function grade(given) {
  const now = new Date();
  const chance = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const id = now.getTime().toString(16).padStart(12, "0") + chance;
  const seconds = Math.min((now - shownAt) / 1000, LONGEST);
  catchUp();
  answers.push({ id, card: toKey(current), grade: given, at: now.toISOString(), seconds, page: document.body.dataset.page });
  keep();
  next();
}

/** Take back the last answer that was not given back yet, and put its card again. */
function undo() {
  catchUp();
  if (answers.length <= given) return;
  const { card } = answers.pop();
  keep();
  next(card);
}

/** Hand all answers over as a file: to another app where the phone can, else to its downloads. */
async function giveBack() {
  catchUp();
  const count = answers.length;
  const lines = answers.map(({ id, card, grade, at, seconds, page }) => JSON.stringify({ quizcards: "answer", id, card, grade, at, seconds, page }));
  const day = new Date(dayOf(Date.now()) * DAY).toISOString().slice(0, 10);
  const file = new File([lines.join("\n"), "\n"], `quizcards-answers-${day}.txt`, { type: "text/plain" });
  if (!(await shared(file))) return;
  given = count;
  keep();
  tellAnswers(`답 ${count}개를 내보냈습니다. 컴퓨터로 옮긴 뒤 quizcards import ${file.name} 로 가져오세요. 여러 번 가져와도 한 번만 기록됩니다.`);
  study.querySelector(".undo").disabled = true;
}

/** Share or download a file; say whether that was done. */
async function shared(file) {
  if (matchMedia("(pointer: coarse)").matches && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return true;
    } catch (error) {
      if (error.name === "AbortError") return false; // the learner thought better of it
    }
  }
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: file.name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return true;
}

/** Say how many answers wait to be given back, and what became of those that were. */
function tellAnswers(said = "") {
  const waiting = answers.length - given;
  for (const button of all(".give")) {
    button.hidden = !answers.length;
    button.textContent = waiting > 0 ? `답 내보내기 ${waiting}` : "답 내보내기";
  }
  for (const line of all(".told-answers")) line.textContent = said;
}

const begin = tools.querySelector(".begin");
begin.addEventListener("click", () => {
  history.pushState("study", ""); // so that the phone's way back leads to the list
  startStudy();
});
study.querySelector(".leave").addEventListener("click", () => history.back());
addEventListener("popstate", ({ state }) => {
  if (state === "study") startStudy();
  else if (!study.hidden) leaveStudy();
});
study.querySelector(".undo").addEventListener("click", undo);
reveal.addEventListener("click", revealAnswer);
all("button", grades).forEach((button, i) => {
  button.querySelector("small").textContent = LATER[i + 1];
  button.addEventListener("click", () => grade(i + 1));
});
all(".give").forEach((button) => button.addEventListener("click", giveBack));
document.addEventListener("keydown", (event) => {
  if (!current || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input")) return;
  const isRevealed = reveal.hidden;
  if (event.key === " " && !event.target.closest("button, summary, a")) {
    event.preventDefault();
    if (isRevealed) current.querySelector(".opener[aria-expanded=false]")?.click();
    else revealAnswer();
  } else if (isRevealed && "1234".includes(event.key)) grade(Number(event.key));
  else if (event.code === "KeyU") undo(); // also with the Korean keyboard on
  else if (event.key === "Escape") history.back();
});
tellAnswers();
if (history.state === "study") startStudy();
