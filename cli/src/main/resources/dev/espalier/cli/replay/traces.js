// Numbers over time as lines, with a cursor at the present moment.

const WIDTH = 1000;
const HEIGHT = 100;

/** Actions switch too often to be seen as a whole: their traces show so many steps around the moment. */
const WINDOW = 100;

function svg(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}

function format(value) {
  // A true minus sign, and no "-0.00".
  const text = Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(2);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "\u2212");
}

class Traces {
  #traces = [];
  #episode;
  #seek;

  constructor(episode, seek) {
    this.#episode = episode;
    this.#seek = seek;
    const wide = document.getElementById("main-traces");
    this.#add(wide, "reward", "Reward of a step", episode.rewards, range(episode.rewards), true);
    this.#add(wide, "return", "Return so far", episode.returns, range(episode.returns), false);
    this.window = Math.min(1, WINDOW / Math.max(episode.steps, 1));
    const grid = document.getElementById("action-traces");
    episode.low.forEach((low, i) => {
      const values = episode.actions.map((action) => action[i]);
      this.#add(grid, "action", `Action ${i + 1}`, values, [low, episode.high[i]], true);
    });
  }

  /**
   * Adds a figure.
   *
   * perStep: whether values belong to steps, each lasting until the next; else to moments, the start first.
   */
  #add(parent, kind, name, values, [low, high], perStep) {
    const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" });
    const spoken = values.length
      ? `from ${format(smallest(values))} to ${format(largest(values))}, mean ${format(mean(values))}`
      : "no steps";
    picture.setAttribute("aria-label", `${name} over ${this.#episode.duration.toFixed(2)} seconds: ${spoken}`);
    const x = (step) => ((step / Math.max(this.#episode.steps, 1)) * WIDTH).toFixed(2);
    const y = (value) => (HEIGHT - 4 - ((value - low) / (high - low || 1)) * (HEIGHT - 8)).toFixed(1);
    if (low < 0 && high > 0) {
      picture.append(svg("line", { x1: 0, x2: WIDTH, y1: y(0), y2: y(0) }));
    }
    const points = values.map((value, t) => (perStep ? `H${x(t)}V${y(value)}` : `L${x(t)} ${y(value)}`));
    if (values.length) {
      const end = perStep ? `H${WIDTH}` : "";
      picture.append(svg("path", { d: `M0 ${y(values[0])}${points.join("")}${end}` }));
    }
    const cursor = svg("line", { class: "cursor", y1: 0, y2: HEIGHT });
    picture.append(cursor);
    const caption = document.createElement("figcaption");
    const readout = document.createElement("span");
    caption.append(name, readout);
    const scale = document.createElement("small");
    scale.append(...[low, high].map((value, i) => {
      const part = document.createElement("span");
      part.textContent = `${i ? "max" : "min"} ${format(value)}`;
      return part;
    }));
    const figure = document.createElement("figure");
    figure.className = kind;
    figure.append(caption, picture, scale);
    parent.append(figure);
    const trace = { picture, cursor, readout, values, perStep, part: kind === "action" ? this.window : 1 };
    this.#listen(trace);
    this.#traces.push(trace);
  }

  /** Where on the long line a trace begins that shows a part of it around a place; all are shares of the whole. */
  static #start(place, part) {
    return Math.min(Math.max(place - part / 2, 0), 1 - part);
  }

  #listen({ picture, part }) {
    const seek = (event) => {
      const box = picture.getBoundingClientRect();
      const inside = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
      this.#seek((picture.viewBox.baseVal.x / WIDTH + inside * part) * this.#episode.duration);
    };
    picture.addEventListener("pointerdown", (event) => {
      picture.setPointerCapture(event.pointerId);
      seek(event);
    });
    picture.addEventListener("pointermove", (event) => {
      if (picture.hasPointerCapture(event.pointerId)) {
        seek(event);
      }
    });
  }

  draw(time) {
    const place = this.#episode.duration ? time / this.#episode.duration : 0;
    const step = this.#episode.step(time);
    for (const { picture, cursor, readout, values, perStep, part } of this.#traces) {
      cursor.setAttribute("x1", place * WIDTH);
      cursor.setAttribute("x2", place * WIDTH);
      if (part < 1) {
        const start = Traces.#start(place, part) * WIDTH;
        picture.setAttribute("viewBox", `${start.toFixed(2)} 0 ${(part * WIDTH).toFixed(2)} ${HEIGHT}`);
      }
      const value = values[perStep ? Math.min(step, values.length - 1) : step];
      readout.textContent = value === undefined ? "" : format(value);
    }
  }
}

function range(values) {
  return values.length ? [smallest(values), largest(values)] : [0, 0];
}
