// Copying is all that pages need a script for; without it the text is marked and copied by hand.
(function () {
  'use strict';

  function copied(button) {
    var label = button.textContent;
    button.textContent = button.dataset.done;
    window.setTimeout(function () { button.textContent = label; }, 2000);
  }

  // Where a page comes over plain http, browsers offer no clipboard.
  function copyMarked(source) {
    var range = document.createRange();
    range.selectNodeContents(source);
    var selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    return document.execCommand('copy');
  }

  document.querySelectorAll('button[data-copy]').forEach(function (button) {
    var source = document.getElementById(button.dataset.copy);
    if (!source) {
      return;
    }
    button.hidden = false;
    button.addEventListener('click', function () {
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(source.textContent).then(function () { copied(button); },
                                                               function () { copyMarked(source); });
      } else if (copyMarked(source)) {
        copied(button);
      }
    });
  });
})();
