// TopoJSON -> what Leaflet draws: rings of [lat, lon], and each border line once.
geomap.topology = (() => {
  function decode({ arcs, transform: { scale, translate } }) {
    return arcs.map((steps) => {
      let x = 0;
      let y = 0;
      return steps.map(([dx, dy]) => {
        x += dx;
        y += dy;
        return [translate[1] + y * scale[1], translate[0] + x * scale[0]];
      });
    });
  }

  const polygons = (shape) => (shape.type === "MultiPolygon" ? shape.arcs : [shape.arcs]);

  function ring(lines, indices) {
    const points = [];
    for (const index of indices) {
      const walked = index < 0 ? lines[~index].slice().reverse() : lines[index];
      points.push(...(points.length ? walked.slice(1) : walked));
    }
    return points;
  }

  return (topology) => {
    const lines = decode(topology);
    const users = lines.map(() => []);
    for (const shape of topology.shapes) {
      for (const index of polygons(shape).flat(2)) users[index < 0 ? ~index : index].push(shape.properties);
    }
    const linesWhere = (test) => lines.filter((_, index) => test(users[index]));
    const disputed = (pair) => pair.some((properties) => properties.disputed);
    const rings = (shape) => polygons(shape).map((part) => part.map((indices) => ring(lines, indices)));
    return {
      land: topology.shapes.map((shape) => ({ ...shape.properties, rings: rings(shape) })),
      coasts: linesWhere((pair) => pair.length === 1),
      borders: linesWhere((pair) => pair.length > 1 && !disputed(pair)),
      disputes: linesWhere((pair) => pair.length > 1 && disputed(pair)),
      outline: (iso2) => topology.shapes.filter((shape) => shape.properties.iso2 === iso2).flatMap(rings),
    };
  };
})();
