/* Before anything is drawn: that scripts run, and which tab of the panel this person had open. */

{
  const { account, state, panel, tabs } = document.currentScript.dataset
  const root = document.documentElement
  root.classList.add("js")
  root.dataset.panel = panel
  try {
    const kept = JSON.parse(localStorage.getItem(`newsroom-panel-${account}`) ?? "{}")
    root.dataset.panel = kept.isClosed ? "none" : (kept[state] ?? panel)
  } catch {
    // A browser that remembers nothing opens the panel where everybody's opens.
  }
  if (tabs.split(" ").includes(location.hash.slice(1) || "none")) root.dataset.panel = location.hash.slice(1)
}
