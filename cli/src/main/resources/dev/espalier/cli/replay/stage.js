// The scene in three dimensions, at any moment of the episode.

const ENDLESS = 5; // a plane whose half length is larger is a ground without end

class Stage {
  #THREE;
  #episode;
  #orbit;
  #grounds = [];
  #a;
  #b;

  /** Throws if the browser has no WebGL. */
  constructor(THREE, canvas, episode, orbit) {
    this.#THREE = THREE;
    this.#episode = episode;
    this.#orbit = orbit;
    this.#a = new THREE.Quaternion();
    this.#b = new THREE.Quaternion();
    this.canvas = canvas;
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: true });
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.renderer.shadowMap.enabled = true;
    this.camera = new THREE.PerspectiveCamera(38, 2, episode.radius / 50, episode.radius * 200);
    this.camera.up.set(0, 0, 1);
    this.build();
  }

  /** Makes all that is seen, in the colours that the page has now. */
  build() {
    const THREE = this.#THREE;
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    const sky = new THREE.Color(colour("--sky"));
    this.scene = new THREE.Scene();
    this.scene.background = sky;
    this.scene.fog = new THREE.Fog(sky, 1, 2);
    this.scene.add(new THREE.HemisphereLight(0xffffff, 0x8a8f88, 1.9));
    this.sun = this.#sun();
    this.scene.add(this.sun, this.sun.target);
    this.#grounds = [];
    this.bodies = [];
    const tile = 2 ** Math.round(Math.log2(this.#episode.radius / 2));
    for (const geom of this.#episode.geoms.filter(({ rgba }) => rgba[3] > 0)) {
      if (geom.shape === "plane" && geom.pose && level(geom.pose)) {
        this.#addGround(geom, tile, [colour("--tile-light"), colour("--tile-dark")]);
      } else {
        this.#addSolid(geom);
      }
    }
  }

  #sun() {
    const THREE = this.#THREE;
    const reach = 2.5 * this.#episode.radius;
    const sun = new THREE.DirectionalLight(0xfffaf0, 1.9);
    sun.castShadow = true;
    sun.shadow.mapSize.set(1024, 1024);
    Object.assign(sun.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach, near: 0, far: 12 * reach });
    sun.shadow.normalBias = 0.02 * this.#episode.radius;
    return sun;
  }

  #addGround(geom, tile, colours) {
    const endless = !geom.size[0] || !geom.size[1] || Math.min(geom.size[0], geom.size[1]) > ENDLESS;
    const reach = 2 * tile * Math.ceil((30 * this.#episode.radius) / (2 * tile));
    const mesh = endless
      ? floor(this.#THREE, reach, reach, 2 * tile, colours)
      : floor(this.#THREE, geom.size[0], geom.size[1], 2 * tile, colours);
    this.#add(mesh, geom);
    if (endless) {
      this.#grounds.push({ mesh, period: 2 * tile });
    }
  }

  #addSolid(geom) {
    const THREE = this.#THREE;
    const [red, green, blue, opacity] = geom.rgba;
    const material = new THREE.MeshStandardMaterial({
      roughness: 0.55,
      opacity,
      transparent: opacity < 1,
      flatShading: geom.shape === "mesh",
    });
    material.color.setRGB(red, green, blue, THREE.SRGBColorSpace);
    const mesh = new THREE.Mesh(solid(THREE, geom, this.#episode), material);
    mesh.castShadow = mesh.receiveShadow = true;
    this.#add(mesh, geom);
  }

  #add(mesh, geom) {
    if (geom.pose) {
      place(mesh, geom.pose);
    } else {
      this.bodies.push({ mesh, at: this.#episode.moving.indexOf(geom) * POSE });
    }
    this.scene.add(mesh);
  }

  resize() {
    const { clientWidth, clientHeight } = this.canvas.parentElement;
    this.renderer.setSize(clientWidth, clientHeight, false);
    this.camera.aspect = clientWidth / clientHeight;
    this.camera.updateProjectionMatrix();
  }

  draw(time) {
    const { frame, part, next } = this.#episode.at(time);
    for (const { mesh, at } of this.bodies) {
      this.#interpolate(mesh, this.#episode.frames[frame], this.#episode.frames[next], at, part);
    }
    const focus = this.#episode.focus(time);
    for (const { mesh, period } of this.#grounds) {
      // A ground without end goes along by whole periods of its pattern, which cannot be seen.
      mesh.position.x = period * Math.round(focus[0] / period);
      mesh.position.y = period * Math.round(focus[1] / period);
    }
    const radius = this.#episode.radius;
    this.sun.position.set(focus[0] - 2 * radius, focus[1] - 2.5 * radius, focus[2] + 5 * radius);
    this.sun.target.position.set(...focus);
    this.camera.position.set(...this.#orbit.position(focus));
    this.camera.lookAt(...focus);
    this.scene.fog.near = this.#orbit.distance * 1.5;
    this.scene.fog.far = this.#orbit.distance * 1.5 + 20 * radius;
    this.renderer.render(this.scene, this.camera);
  }

  #interpolate(mesh, from, to, at, part) {
    mesh.position.set(
      from[at] + part * (to[at] - from[at]),
      from[at + 1] + part * (to[at + 1] - from[at + 1]),
      from[at + 2] + part * (to[at + 2] - from[at + 2]),
    );
    this.#a.fromArray(from, at + 3);
    this.#b.fromArray(to, at + 3);
    mesh.quaternion.slerpQuaternions(this.#a, this.#b, part).normalize();
  }
}

/** Whether a plane in a pose lies as a ground does. */
function level(pose) {
  return 1 - 2 * (pose[3] ** 2 + pose[4] ** 2) > 0.99;
}

function place(mesh, pose) {
  mesh.position.fromArray(pose, 0);
  mesh.quaternion.fromArray(pose, 3).normalize();
}
