// What stands on the map for a place or for several: their roles, how often they are named, and their name.
geomap.icons = (() => {
  const { element, glyphs } = geomap;
  const TARGET = [28, 28]; // pixels that take a click or a finger
  const ROLES_AT_MOST = 3; // of several places together; the bar beneath shows the others too
  const GLYPH_PIXELS = 22; // a glyph in a marker's face, for where its name begins,
  const SITE_PIXELS = 6; // and how much wider the one of an incident is
  const NAMES_AT_MOST = 5; // read out for several places together
  const FEW = 4; // places that together still go by the name of the weightiest

  return (story, words) => {
    const spoken = (text) => element("span", { class: "geomap-spoken" }, text);
    const count = (text) => element("span", { class: "geomap-count" }, text);
    const icon = (className, ...content) =>
      L.divIcon({
        className: `geomap-place ${className}`,
        html: element("span", { class: "geomap-plate" }, content),
        iconSize: TARGET,
      });

    function announce(index, roles) {
      const place = story.places[index];
      const names = roles.map((role) => words.say(`role.${role}`)).join(", ");
      const where = geomap.popup.path(words, place);
      return `${words.placeName(place)}${where ? `, ${where}` : ""}: ${names}. ${words.say("mentions", { n: story.weightAt(index) })}`;
    }

    // A site shows what happened there, most often; several sites only what happened at all of them.
    const sign = (role, ...places) => {
      const types = role === "incident_site" ? story.typesAt(...places) : [];
      return types.length === 1 || (types.length && places.length === 1) ? glyphs.site(types[0]) : glyphs.role(role);
    };

    function face(roles, index) {
      const often = story.weightAt(index);
      return element(
        "span",
        { class: "geomap-face", "aria-hidden": "true" },
        roles.map((role) => sign(role, index)),
        often > 1 ? count(`×${words.number(often)}`) : null,
      );
    }

    const name = (index, more = null) =>
      element(
        "span",
        { class: "geomap-name", "aria-hidden": "true" },
        geomap.isolated(words.placeName(story.places[index])),
        more,
      );

    // How far from its middle the name of a marker with so many glyphs begins.
    function begin(label, glyphsInIt, places) {
      const sites = story.typesAt(...places).length ? SITE_PIXELS : 0;
      label.style.setProperty("--beside", `${((glyphsInIt + 1) * GLYPH_PIXELS + sites) / 2 + 8}px`);
    }

    function plate(index) {
      const roles = story.rolesAt(index);
      return icon(
        `is-area ${roles.length > 1 ? "has-many" : "has-one"}`,
        face(roles, index),
        name(index),
        spoken(announce(index, roles)),
      );
    }

    // A spot; around it a ring where the text says no more than near it, or somewhere in its district.
    function spot(index) {
      const roles = story.rolesAt(index);
      const label = name(index);
      const classes = ["is-spot", roles.length > 1 ? "has-many" : "has-one"];
      const precision = Math.max(
        story.precisionAt(index),
        story.places[index].kind === "admin2" ? 3 : 1,
        story.blur ? 2 : 1,
      );
      if (precision > 1) classes.push(precision === 2 ? "is-near" : "is-around");
      if (roles.length > 1) begin(label, roles.length, [index]);
      return icon(classes.join(" "), face(roles, index), label, spoken(announce(index, roles)));
    }

    function cluster(members) {
      const shares = story.sharesAt(...members);
      const roles = shares.map(({ role }) => role);
      const number = story.many ? shares.reduce((sum, { count: n }) => sum + n, 0) : members.length;
      const names = members.slice(0, NAMES_AT_MOST).map((index) => words.placeName(story.places[index]));
      const label = members.length > FEW ? null : name(members[0], ` +${words.number(members.length - 1)}`);
      if (label) begin(label, Math.min(roles.length, ROLES_AT_MOST), members);
      return icon(
        "is-cluster has-many",
        element(
          "span",
          { class: "geomap-face", "aria-hidden": "true" },
          roles.slice(0, ROLES_AT_MOST).map((role) => sign(role, ...members)),
          count(words.number(number)),
          glyphs.mix(shares),
        ),
        label,
        spoken(
          `${words.say("placesHere", { n: members.length })}: ${names.join(", ")}${members.length > names.length ? " …" : ""}. ${roles.map((role) => words.say(`role.${role}`)).join(", ")}`,
        ),
      );
    }

    return { plate, spot, cluster };
  };
})();
