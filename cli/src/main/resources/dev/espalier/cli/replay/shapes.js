// From MuJoCo's shapes to three's. Those that have an axis have it along z in MuJoCo, along y in three.

function solid(THREE, { shape, size, mesh }, { meshes, radius }) {
  switch (shape) {
    case "plane": // a wall; one without end reaches out of sight
      return new THREE.PlaneGeometry(2 * (size[0] || 30 * radius), 2 * (size[1] || 30 * radius));
    case "sphere":
      return new THREE.SphereGeometry(size[0], 32, 20);
    case "capsule":
      return new THREE.CapsuleGeometry(size[0], 2 * size[1], 12, 28).rotateX(Math.PI / 2);
    case "ellipsoid":
      return new THREE.SphereGeometry(1, 32, 20).scale(size[0], size[1], size[2]);
    case "cylinder":
      return new THREE.CylinderGeometry(size[0], size[0], 2 * size[1], 40).rotateX(Math.PI / 2);
    case "box":
      return new THREE.BoxGeometry(2 * size[0], 2 * size[1], 2 * size[2]);
    case "mesh":
      return surface(THREE, meshes[mesh]);
    default:
      throw new Error("no shape " + shape);
  }
}

/** A surface of triangles, which is lit triangle by triangle: its corners have no slopes of their own. */
function surface(THREE, { points, triangles }) {
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute("position", new THREE.Float32BufferAttribute(points, 3));
  geometry.setIndex(triangles);
  geometry.computeVertexNormals();
  return geometry;
}

/** A chequered square of so many tiles each way, so that motion over it shows. */
function floor(THREE, halfX, halfY, tile, colours) {
  const pixels = new Uint8Array(
    [0, 1, 1, 0].flatMap((i) => {
      const colour = new THREE.Color(colours[i]);
      return [...colour.toArray().map((part) => Math.round(255 * linearToSrgb(part))), 255];
    }),
  );
  const texture = new THREE.DataTexture(pixels, 2, 2);
  texture.colorSpace = THREE.SRGBColorSpace;
  texture.wrapS = texture.wrapT = THREE.RepeatWrapping;
  texture.magFilter = THREE.NearestFilter;
  texture.minFilter = THREE.LinearMipmapLinearFilter;
  texture.generateMipmaps = true;
  texture.anisotropy = 8;
  texture.repeat.set(halfX / tile, halfY / tile);
  texture.needsUpdate = true;
  const mesh = new THREE.Mesh(
    new THREE.PlaneGeometry(2 * halfX, 2 * halfY),
    new THREE.MeshStandardMaterial({ map: texture, roughness: 0.95 }),
  );
  mesh.receiveShadow = true;
  return mesh;
}

function linearToSrgb(part) {
  return part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055;
}
