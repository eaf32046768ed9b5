// Runs before the first paint so that a chosen theme never flashes the other one.
;(function () {
  try {
    var theme = JSON.parse(localStorage.getItem('kurator.theme') || '"auto"')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch (error) {
    void error
  }
})()
