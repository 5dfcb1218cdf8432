// Puts everything together.

const byId = (id) => document.getElementById(id);
const episode = new Episode(JSON.parse(byId("data").textContent));

function showFacts() {
  const count = new Intl.NumberFormat("en").format;
  const facts = {
    Preset: episode.preset,
    "Trained for": `${count(episode.trainedSteps)} steps, seed ${episode.runSeed}`,
    "Parameters deployed": count(episode.parameters),
    Return: format(episode.returns.at(-1)),
    Steps: `${count(episode.steps)} (${episode.duration.toFixed(1)} s), ${episode.end}`,
    "Start seed": String(episode.seed),
    Commit: episode.commit.slice(0, 10),
    ...(episode.departures && { "Not as in the model": episode.departures }),
  };
  byId("task").textContent = episode.task;
  for (const [name, value] of Object.entries(facts)) {
    const entry = document.createElement("div");
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = name;
    detail.textContent = value;
    entry.append(term, detail);
    byId("facts").append(entry);
  }
}

/** Imports three from the page itself; its one reference to another file becomes that of the other element. */
async function importThree() {
  const address = (text) => URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const core = address(byId("three-core").textContent);
  const text = byId("three-module").textContent.replaceAll('"./three.core.min.js"', JSON.stringify(core));
  return import(address(text));
}

async function openStage(orbit) {
  if (!document.createElement("canvas").getContext("webgl2")) {
    return null;
  }
  const THREE = await importThree();
  return new Stage(THREE, byId("scene"), episode, orbit);
}

function withoutScene(why) {
  byId("scene").hidden = true;
  byId("clock").hidden = true;
  byId("no-scene").hidden = false;
  byId("no-scene").textContent =
    `${why} The traces below show the episode all the same; espalier replay --gif draws a picture without WebGL.`;
}

function listen(player) {
  byId("play").addEventListener("click", () => player.toggle());
  byId("restart").addEventListener("click", () => {
    player.seek(0);
    player.play();
  });
  byId("time").addEventListener("input", (event) => player.seek(event.target.value * episode.dt));
  byId("speed").addEventListener("change", (event) => {
    player.speed = Number(event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    // Where Space has a meaning of its own, it keeps it.
    if (event.key === " " && !event.target.closest("button, select, summary")) {
      event.preventDefault();
      player.toggle();
    }
  });
}

async function start() {
  showFacts();
  byId("time").max = episode.steps;
  byId("scene").setAttribute(
    "aria-label",
    `${episode.task} in motion: ${episode.moving.length} body parts over ${episode.steps} steps, ${episode.end}`,
  );
  const orbit = new Orbit(episode);
  let stage = null;
  const traces = new Traces(episode, (time) => player.seek(time));
  if (traces.window < 1) {
    byId("actions-title").textContent = `Actions, ${WINDOW} steps around this moment`;
  }
  const draw = (time) => {
    const step = episode.step(time);
    const place = `${time.toFixed(2)} s, step ${step} of ${episode.steps}`;
    stage?.draw(time);
    traces.draw(time);
    byId("time").value = step;
    byId("time").setAttribute("aria-valuetext", place);
    byId("clock").textContent = `${place}, return ${format(episode.returns[step])}`;
  };
  const told = (what) => {
    byId("play").textContent = what === "Playing" ? "Pause" : "Play";
    byId("status").textContent = what === "Playing" ? what : `${what}, at ${player.time.toFixed(2)} seconds`;
  };
  const player = new Player(episode.duration, draw, told);
  listen(player);
  stage = await openStage(orbit);
  if (stage) {
    orbit.listen(byId("view"), () => player.refresh());
    byId("camera").addEventListener("click", () => {
      orbit.reset();
      player.refresh();
    });
    new ResizeObserver(() => {
      stage.resize();
      player.refresh();
    }).observe(byId("view"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      stage.build();
      player.refresh();
    });
    byId("scene").addEventListener("webglcontextlost", () => withoutScene("The browser has taken WebGL away."));
    stage.resize();
  } else {
    byId("camera").disabled = true;
    withoutScene("The scene needs WebGL 2, which this browser does not have or does not allow.");
  }
  draw(0);
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
    player.play();
  }
  document.documentElement.dataset.ready = "true";
}

await start();
