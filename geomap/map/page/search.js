// Finding words in texts, whatever their case and accents. Offsets stay those of the text.
geomap.search = (() => {
  const ASCII = /^[\0-\x7f]*$/;
  const BEYOND_ASCII = /[^\0-\x7f]/g;
  const folded = new Map();
  // One letter of an alphabet is in nearly every text; one sign of Chinese is a word.
  const TOO_SHORT = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}]$/u;
  const WARM_AT_ONCE = 40; // texts folded in one idle moment

  function foldLetter(letter) {
    if (!folded.has(letter)) {
      const bare = letter.normalize("NFD").toLowerCase();
      folded.set(letter, bare.length && bare[0].length === letter.length ? bare[0] : letter);
    }
    return folded.get(letter);
  }

  // As long as the text: each letter in small, without its accent. Made in two strokes, not letter by letter: what is
  // strung together from letters is slow to search.
  function fold(text) {
    return (ASCII.test(text) ? text : text.replace(BEYOND_ASCII, foldLetter)).toLowerCase();
  }

  return (model) => {
    const texts = new Array(model.documents.length);
    const titles = new Array(model.documents.length);
    let names = null;

    function text(index) {
      if (texts[index] === undefined) {
        texts[index] = fold(model.documents[index].text);
        titles[index] = fold(`${model.documents[index].title}\n${model.documents[index].outlet || ""}`);
      }
      return texts[index];
    }

    // In the reader's idle moments, so that the first search need not wait.
    function warm(next = 0) {
      if (next >= texts.length || !window.requestIdleCallback) return;
      requestIdleCallback(() => {
        for (let i = next; i < Math.min(texts.length, next + WARM_AT_ONCE); i += 1) text(i);
        warm(next + WARM_AT_ONCE);
      });
    }

    // The offsets at which each document has the query; whether its title or outlet has it; which places have it.
    function find(query, nameOf) {
      const wanted = fold(query.trim());
      if (!wanted || TOO_SHORT.test(wanted)) return null;
      names =
        names ||
        model.places.map((place) =>
          fold([place, ...place.admin].flatMap((area) => [area.name, nameOf(area)]).join("\n")),
        );
      const offsets = model.documents.map((_, index) => {
        const found = [];
        for (let at = text(index).indexOf(wanted); at >= 0; at = text(index).indexOf(wanted, at + 1)) found.push(at);
        return found;
      });
      const places = names.map((name) => name.includes(wanted));
      const whole = titles.map((title) => title.includes(wanted));
      return {
        document: (index) => whole[index],
        place: (index) => index !== null && places[index],
        within: (index, [start, end]) => offsets[index].some((at) => at >= start && at + wanted.length <= end),
      };
    }

    return { find, warm, fold };
  };
})();
