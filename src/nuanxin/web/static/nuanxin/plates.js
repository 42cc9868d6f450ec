/* Whether this computer can set Mongolian: joined letters are of another width than the same letters one by one; boxes are not. */
(() => {
  const note = document.getElementById("no-mongolian"), pen = document.createElement("canvas").getContext("2d");
  const names = [...document.querySelectorAll(".plate .mongolian")];
  if (!note || !pen || !names.length) return;
  const wide = (text) => pen.measureText(text).width;
  const joined = (name) => {
    const letters = [...name.textContent].filter((letter) => /[\u1820-\u18aa]/.test(letter));
    pen.font = `100px ${getComputedStyle(name).fontFamily}`;
    return letters.length < 2 || Math.abs(wide(letters.join("")) - letters.reduce((all, letter) => all + wide(letter), 0)) > 1;
  };
  document.fonts.ready.then(() => { note.hidden = names.every(joined); });
})();
