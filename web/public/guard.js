// The only way from text to markup (Trusted Types): text that holds no markup. Style sheets pass;
// HTML, scripts and addresses of scripts do not, whichever library asks.
if (window.trustedTypes) {
  window.trustedTypes.createPolicy('default', {
    createHTML: function (text) {
      return text.indexOf('<') === -1 ? text : null
    },
  })
}
